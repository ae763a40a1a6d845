"""The gate every published HTML goes through: the only import of bleach and nh3.

bleach first (it also turns bare URLs into links), then nh3 from the same allow-list, because
bleach has been without security fixes since 2026-06-05. Nothing changes the text afterwards.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from html import escape, unescape
from typing import Any

import nh3
from bleach.html5lib_shim import Filter
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from processes.text.rendering.allowlist import (
    ATTRIBUTES,
    EXTERNAL_REL,
    LINK_SCHEMES,
    TAGS,
    is_allowed,
    scheme_of,
)

Attributes = dict[Any, str]
Token = dict[str, Any]

# With a scheme or www. only: in a wiki README.md and deploy.sh are files, not Moldovan hosts.
# One level of (…) may belong to an address; its last character is never punctuation.
BARE_URL = re.compile(
    r"""(?<![\w@./-])(?:https?://|www\.)
        (?:[^\s<>()"{}|\\^`\x00-\x1f]|\([^\s<>()"{}|\\^`\x00-\x1f]*\))+
        (?<![.,:;!?'*_~])""",
    re.IGNORECASE | re.VERBOSE,
)
BARE_EMAIL = re.compile(
    r"(?<![\w.+/%@-])[a-z0-9][\w.+%-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])",
    re.IGNORECASE | re.ASCII,
)
_VERBATIM = frozenset({"pre", "code", "kbd", "samp", "var"})
_TWO_SLASHES = re.compile(r"[\s\x00-\x20]*[/\\]\s*[/\\]")
_PLAIN_ADDRESS = re.compile(
    r"(?:https://[a-z0-9-]+(?:\.[a-z][a-z0-9-]*)+)?/[\w./?=+#-]*|#[\w-]*", re.ASCII
)
_NEWLINES = re.compile(r"#0*1[03]|#[xX]0*[aAdD]|NewLine")
_CONTROLS = re.compile(r"#0*(?:[0-8]|1[1245-9]|2\d|3[01])|#[xX]0*(?:[0-8bBcCeEfF]|1[\da-fA-F])")


def sanitize(html: str, embed_hosts: frozenset[str] = frozenset()) -> str:
    """Return `html` with nothing in it but what the allow-list names.

    Bare URLs and e-mail addresses become links, links to other hosts are marked as such. Frames
    of `embed_hosts` may stand in a card. Sanitizing a second time changes nothing. Never raises
    on text.
    """
    cleaned = _bleach_gate(embed_hosts).clean(_encodable(html))
    return _nh3_gate(embed_hosts).clean(cleaned)


def sanitize_again(html: str, embed_hosts: frozenset[str] = frozenset()) -> str:
    """What was sanitized when it was published, as far as today's allow-list names it.

    One gate only, the quick one (112 KB in 22 ms), so that an old version can be read in a GET.
    """
    return _nh3_gate(embed_hosts).clean(_encodable(html))


def _encodable(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 encoder takes."""
    return text.encode("utf-8", "replace").decode()


def _bleach_gate(embed_hosts: frozenset[str]) -> Cleaner:
    # Made anew each time: html5lib's parser keeps state and is not safe between threads.
    linkify = partial(
        _LinkFilter,
        callbacks=[_mark_external],
        skip_tags=_VERBATIM,
        parse_email=True,
        url_re=BARE_URL,
        email_re=BARE_EMAIL,
    )
    return Cleaner(
        tags=TAGS,
        attributes=partial(is_allowed, embed_hosts=embed_hosts),
        protocols=LINK_SCHEMES,
        strip=True,
        filters=[linkify, _TidyFilter],
    )


class _LinkFilter(LinkifyFilter):
    """Takes text as it comes: its entities were found by the filter before this one.

    LinkifyFilter looks for them again, so that a written `&amp;lt;` would lose its `amp;`.
    """

    def extract_entities(self, token: Token) -> Iterator[Token]:
        yield token


def _mark_external(attrs: Attributes, new: bool = False) -> Attributes | None:
    """Give links to other hosts their class and rel, and take both from all others."""
    href = unescape(attrs.get((None, "href"), ""))
    if new and attrs.get("_text", "").lower().startswith("www."):
        href = attrs[(None, "href")] = "https://" + attrs["_text"]
    if not _passes_nh3(href):
        attrs.pop((None, "href"), None)
        href = ""
    attrs.pop((None, "rel"), None)
    if scheme_of(href) in ("http", "https") or _TWO_SLASHES.match(href):
        attrs[(None, "rel")] = EXTERNAL_REL
        attrs[(None, "class")] = "external"
    else:
        _keep_class(attrs, is_anchor=href.startswith("#"))
    return None if new and not href else attrs


def _keep_class(attrs: Attributes, *, is_anchor: bool) -> None:
    """Take a class away that says what the link is not."""
    classes = set(attrs.get((None, "class"), "").split())
    if "external" in classes or ("permalink" in classes and not is_anchor):
        attrs.pop((None, "class"))


def _passes_nh3(href: str) -> bool:
    """Say whether the last gate takes an address for one; it drops http://[x] and its like."""
    if _PLAIN_ADDRESS.fullmatch(href):
        return True
    return "href" in _nh3_gate().clean(f'<a href="{escape(href)}"></a>')


class _TidyFilter(Filter):
    """Give every HTML one form only, or a second pass would differ from the first.

    Attributes in alphabetical order; an input is the read-only box of a task list; no
    newlines right after <pre>, where each parser would eat one.
    """

    def __iter__(self) -> Iterator[Token]:
        after_pre = False
        for token in super().__iter__():
            if token["type"] == "Entity" and _CONTROLS.fullmatch(token["name"]):
                token = {"type": "Characters", "data": "?"}  # what bleach makes of them unescaped
            if after_pre and token["type"] == "Entity" and _NEWLINES.fullmatch(token["name"]):
                continue
            if after_pre and token["type"] in ("Characters", "SpaceCharacters"):
                token = {**token, "data": token["data"].lstrip("\r\n")}
                after_pre = not token["data"]
            else:
                after_pre = token["type"] == "StartTag" and token["name"] == "pre"
            yield _in_order(token) if token["type"] in ("StartTag", "EmptyTag") else token


def _in_order(token: Token) -> Token:
    attributes = token["data"]
    if token["name"] == "input":
        attributes = {**attributes, (None, "type"): "checkbox", (None, "disabled"): ""}
    return {**token, "data": dict(sorted(attributes.items(), key=lambda pair: pair[0][1]))}


@lru_cache(maxsize=8)
def _nh3_gate(embed_hosts: frozenset[str] = frozenset()) -> nh3.Cleaner:
    allowed = partial(is_allowed, embed_hosts=embed_hosts)
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={tag: set(checks) for tag, checks in ATTRIBUTES.items()},
        attribute_filter=lambda tag, name, value: value if allowed(tag, name, value) else None,
        # Whatever an author wrote, an input is the read-only box of a task list.
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
        link_rel=None,
        url_schemes=set(LINK_SCHEMES),
    )
