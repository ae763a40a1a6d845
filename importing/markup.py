"""HTML as a browser reads it, and what of it readers see. Pure.

Both the count of an old page and its conversion stand on this, so that they mean the same page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from posixpath import basename
from urllib.parse import unquote, urlsplit

import nh3

Attributes = Mapping[str, str]

# Elements that part the text before them from the text after.
BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl"
    " dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html"
    " legend li main menu nav ol optgroup p pre search section summary table tbody td tfoot th"
    " thead tr ul xmp listing plaintext".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# What no reader sees as text, with all that is in it.
UNSEEN = frozenset(
    "script style template head title base link meta noframes noembed canvas datalist map area"
    " svg button select option textarea progress meter iframe audio video object embed applet"
    " frame param track rp noscript annotation".split()
)
VERSES = frozenset({"wp-block-verse", "verse"})
FRAMES = frozenset("iframe embed object frame".split())
MEDIA = frozenset({"audio", "video"})
FOLLOWED = frozenset({"http", "https", "mailto", "tel"})

_INLINE = (
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark"
    " nobr output picture q rb rt rtc ruby s samp small source span strike strong sub sup time tt"
    " u var wbr math semantics".split()
)
_FORMATS = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Their ends may be left out, or they have none: they do not make a page deep.
_UNCOUNTED = frozenset(
    "p li dt dd tr td th thead tbody tfoot option optgroup rp rt colgroup br img hr input source"
    " col area base embed link meta param track wbr body html head".split()
)
_MOST_OPEN, _MOST_FORMATS = 300, 30
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})(?=[\s/>])[^<>]*>")
_SCHEME = re.compile(r"[=\"'\s]([a-zA-Z][a-zA-Z0-9+.-]{1,30}):")
_STYLE_HIDES = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_EMOJI = frozenset({"emoji", "wp-smiley", "emoticon", "emojione", "twemoji", "g-emoji"})
_PERMALINKS = frozenset({"permalink", "headerlink", "anchor", "heading-anchor", "anchorjs-link"})
_NUMBERS = frozenset(
    "linenos linenodiv gutter lineno line-number line-numbers-rows hljs-ln-numbers blob-num".split()
)
_OPENERS = re.compile(r"accordion|toggle|collaps|expand|faq|(?:^|[\s_-])tabs?(?:$|[\s_-])")
_OTHER_OPENERS = re.compile(r"menu|nav|dropdown|copy|share|search")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url")


def well_formed(html: str) -> str:
    """The same page with every tag closed where a browser closes it, without comments.

    Elements HTML does not know go, their text stays; nesting and unclosed formatting beyond what
    any document has are dropped, so that this takes no more time than the text is long.
    """
    html = html.encode("utf-8", "replace").decode().replace("\x00", "")
    if html.count("<") > _MOST_FORMATS:
        html = _shallow(html)
    schemes = frozenset(found.lower() for found in _SCHEME.findall(html))
    return _cleaner(schemes if len(schemes) < 200 else FOLLOWED).clean(html)


def classes_of(attrs: Attributes) -> frozenset[str]:
    """In lower case."""
    return frozenset((attrs.get("class") or "").lower().split())


def is_hidden(name: str, attrs: Attributes) -> bool:
    """Whether readers see nothing of it: said so, or numbers of lines beside code."""
    if "hidden" in attrs and attrs["hidden"] != "until-found":
        return True
    if classes_of(attrs) & _NUMBERS or "screen-reader-text" in classes_of(attrs):
        return True
    return _STYLE_HIDES.search(attrs.get("style") or "") is not None


def opens(name: str, attrs: Attributes) -> bool:
    """A button that opens what stands below it: what is on it is the title of that."""
    if name != "button":
        return False
    told = f"{attrs.get('data-toggle')} {attrs.get('data-bs-toggle')} {attrs.get('class')}".lower()
    return bool(_OPENERS.search(told)) and not _OTHER_OPENERS.search(told)


def is_permalink(attrs: Attributes) -> bool:
    """A sign beside a heading that leads to it, or from a footnote back."""
    classes = classes_of(attrs)
    if "footnote-backref" in classes or "footnote-ref" in classes:
        return True
    return bool(classes & _PERMALINKS) and (attrs.get("href") or "").startswith("#")


def emoji_of(attrs: Attributes) -> str:
    """The sign that a small picture stands for; "" for all other pictures."""
    alt = (attrs.get("alt") or "").strip()
    return alt if alt and len(alt) < 12 and classes_of(attrs) & _EMOJI else ""


def picture_source(attrs: Attributes) -> str:
    """Where a picture comes from; "" for what only counts visitors or shows nothing."""
    if attrs.get("width") in ("0", "1") and attrs.get("height") in ("0", "1"):
        return ""
    src = (attrs.get("src") or "").strip()
    if not src or src.startswith("data:"):
        src = next((attrs[name].strip() for name in _LAZY if attrs.get(name)), src)
    if not src:
        srcset = (attrs.get("srcset") or attrs.get("data-srcset") or "").split()
        src = srcset[0].rstrip(",") if srcset else ""
    return src


def scheme_of(address: str) -> str:
    """Lower case; "" for a relative address."""
    try:
        return urlsplit(re.sub(r"[\x00-\x20]+", "", address)).scheme.lower()
    except ValueError:
        return ""


def is_followed(address: str) -> bool:
    """Whether a link there leads anywhere from a page of the wiki."""
    return bool(address.strip()) and scheme_of(address) in FOLLOWED | {""}


def frame_source(name: str, attrs: Attributes) -> str:
    """Where what stands in a frame comes from; "" for what leads nowhere."""
    src = attrs.get("data") if name == "object" else attrs.get("src")
    src = src or attrs.get("data-src") or attrs.get("data-lazy-src") or ""
    src = src.strip()
    return src if is_followed(src) and not src.startswith(("about:", "#")) else ""


def name_of_file(address: str) -> str:
    """What to call a file that is only linked: the end of its address."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    return unquote(basename(path.rstrip("/"))) or address


def _shallow(html: str) -> str:
    open_tags: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    depth = formats = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth, formats
        name = match[2].lower()
        if name in _UNCOUNTED:
            return match[0]
        is_format = name in _FORMATS
        if match[1]:
            if left_out[name]:
                left_out[name] -= 1
                return ""
            if open_tags[name]:
                open_tags[name] -= 1
                depth -= 1
                formats -= is_format
            return match[0]
        if depth >= _MOST_OPEN or (is_format and formats >= _MOST_FORMATS):
            left_out[name] += 1
            return ""
        open_tags[name] += 1
        depth += 1
        formats += is_format
        return match[0]

    return _TAG.sub(kept, html)


@lru_cache(maxsize=32)
def _cleaner(schemes: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={*BLOCKS, *UNSEEN, *_INLINE} - {"html", "head", "body", "frameset", "frame"},
        clean_content_tags=set(),
        attributes={"*": set(
            "abbr align alt checked cite class colspan content controls data datetime dir disabled"
            " headers height hidden href id label lang name open poster reversed role rowspan scope"
            " span src srcset start style title type value width".split()
        )},
        generic_attribute_prefixes={"data-"},
        strip_comments=True,
        link_rel=None,
        url_schemes={*schemes, *FOLLOWED},
    )  # fmt: skip
