"""The one list of what HTML may stay. Both sanitizers are built from it.

Classes are listed by element, so that an author's raw HTML cannot dress up as site chrome.
"""

import re
from collections.abc import Callable
from html import unescape

from pygments.token import STANDARD_TYPES

from processes.text.embeds import is_frame

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE_SCHEMES = frozenset({"http", "https"})
EXTERNAL_REL = "noopener noreferrer"
PERMALINK_LABEL = "Link to this section"
CONTENTS_LABEL = "On this page"
STILL_MEDIA = "(prefers-reduced-motion: reduce)"

TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark nav ol p picture pre"
    " q s samp small source span strong sub summary sup table tbody td tfoot th thead tr u ul"
    " var".split()
)

_TABLE_CELL = frozenset({"align-left", "align-center", "align-right"})
CLASSES: dict[str, frozenset[str]] = {
    "a": frozenset(
        {"internal", "wanted", "external", "footnote-ref", "footnote-backref", "permalink"}
    ),
    "div": frozenset({"callout", "table-scroll", "highlight", "footnotes"})
    | {f"callout-{kind}" for kind in ("note", "tip", "important", "warning", "caution")},
    "figure": frozenset({"diagram", "embed"}),
    "img": frozenset({"moving"}),
    "li": frozenset({"task-list-item"}),
    "nav": frozenset({"toc"}),
    "p": frozenset({"callout-title"}),
    "span": frozenset(STANDARD_TYPES.values()) - {""} | {"ambiguous"},
    "td": _TABLE_CELL,
    "th": _TABLE_CELL,
    "ul": frozenset({"task-list"}),
    "ol": frozenset({"task-list"}),
}

_SCHEME = re.compile(r"([^/?#\\]*):")
_INVISIBLE = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


def is_allowed(tag: str, name: str, value: str, embed_hosts: frozenset[str] = frozenset()) -> bool:
    """Say whether this attribute may stay on this element."""
    if name == "data-embed":
        return tag == "figure" and is_frame(unescape(value), embed_hosts)
    check = ATTRIBUTES.get(tag, {}).get(name) or ATTRIBUTES["*"].get(name)
    return check is not None and check(unescape(value))


def scheme_of(url: str) -> str | None:
    """Return the scheme a browser may see in `url`, in lower case; None for a relative one.

    bleach takes `javascript:123` for host and port; here all before the first colon counts,
    without the blanks and invisible characters that browsers skip.
    """
    match = _SCHEME.match(_INVISIBLE.sub("", url))
    return match.group(1).lower() if match else None


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _scheme_in(schemes: frozenset[str]) -> Callable[[str], bool]:
    return lambda url: scheme_of(url) is None or scheme_of(url) in schemes


def _classes_of(tag: str) -> Callable[[str], bool]:
    return lambda value: bool(value.split()) and set(value.split()) <= CLASSES[tag]


def _anything(value: str) -> bool:
    return True


# An uploaded file of this wiki: nothing else may be fetched by a `srcset`.
_OWN_FILE = r"/attachments/(?:(?!\.\.?/)[^\s,/\\]+/)*[^\s,/\\]+"
_SIZED_FILE = rf"{_OWN_FILE} [0-9]{{1,5}}w"
_NUMBER = _matches(r"-?[0-9]{1,5}")
_SPAN = {"colspan": _matches(r"[0-9]{1,3}"), "rowspan": _matches(r"[0-9]{1,3}")}

ATTRIBUTES: dict[str, dict[str, Callable[[str], bool]]] = {
    "*": {
        "id": _matches(r"(?:h|fn|fnref[0-9]*)-[a-z0-9-]{1,100}"),
        "title": _anything,
        "lang": _matches(r"[A-Za-z0-9-]{2,20}"),
        "dir": _matches("ltr|rtl|auto"),
    },
    "a": {
        "href": _scheme_in(LINK_SCHEMES),
        "rel": _matches(EXTERNAL_REL),
        "aria-label": _matches(PERMALINK_LABEL),
    },
    "details": {"open": _anything},
    "figure": {"data-embed": _anything},  # see is_allowed
    "div": {
        "role": _matches("note|region|doc-endnotes"),
        "tabindex": _matches("0"),
        "aria-label": _matches("Table|Footnotes"),
    },
    "img": {
        "src": _scheme_in(IMAGE_SCHEMES),
        "alt": _anything,
        "width": _matches(r"[0-9]{1,4}%?"),
        "height": _matches(r"[0-9]{1,4}%?"),
        "loading": _matches("lazy"),
        "decoding": _matches("async"),
        "srcset": _matches(
            rf"{_OWN_FILE}(?: [0-9]{{1,5}}w)?(?:, {_OWN_FILE} [0-9]{{1,5}}w){{0,9}}"
        ),
        "sizes": _matches(r"(?:\(max-width: [0-9]{1,4}rem\) 100vw, )?[0-9]{1,4}(?:px|rem)"),
    },
    "input": {
        "type": _matches("checkbox"),
        "checked": _anything,
        "disabled": _anything,
        "aria-label": _matches("Done|To do"),
    },
    "li": {"value": _NUMBER},
    "nav": {"aria-label": _matches(CONTENTS_LABEL)},
    "ol": {"start": _NUMBER, "reversed": _anything, "type": _matches("[1aAiI]")},
    "pre": {"tabindex": _matches("0")},
    "source": {
        "media": _matches(re.escape(STILL_MEDIA)),
        "srcset": _matches(_OWN_FILE),
    },
    "td": _SPAN,
    "th": _SPAN | {"scope": _matches("col|row|colgroup|rowgroup")},
}
for _tag in CLASSES:
    ATTRIBUTES.setdefault(_tag, {})["class"] = _classes_of(_tag)
