"""Anchors that an author set by hand: `## Heading {#name}`, `<a id="name">`, `<h2 id="name">`."""

from __future__ import annotations

import re

from importing.markdown.headline import plain
from processes.text.masking import mask_code, mask_comments
from processes.text.rendering import heading_id

_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<text>[^\n]*?)[ \t]*#*[ \t]*$|<h[1-6][^>]*>(?P<html>[^\n]*?)</h[1-6]>",
    re.MULTILINE,
)
# Of kramdown, Pandoc and markdown-it-attrs; no part of Markdown, so it would be shown.
_ATTRIBUTE = re.compile(
    r"^(?P<heading> {0,3}#{1,6}[ \t][^\n]*?)[ \t]*\{:?[ \t]*#(?P<name>[^}\s]+)[^}\n]*\}[ \t]*$",
    re.MULTILINE,
)
# MyST: a line before what it names.
_TARGET = re.compile(r"^\((?P<name>[\w.:-]{1,100})\)=[ \t]*\n", re.MULTILINE)
_HTML = re.compile(
    r"<(?:a|h[1-6]|span|div|section|p)\s[^<>]*?\b(?:id|name)\s*=\s*[\"']?(?P<name>[^\"'\s<>]+)",
    re.IGNORECASE,
)


def take_targets(body: str) -> tuple[str, dict[str, str]]:
    """The body without `(names)=`, and the id of the heading that comes next, "" for the title."""
    masked = mask_comments(mask_code(body))
    names: dict[str, str] = {}
    for match in reversed(list(_TARGET.finditer(masked))):
        is_title = re.match(r"\s*#[ \t]", masked[match.end() :][:200]) is not None
        names[match["name"]] = "" if is_title else _id_of_heading_at(body, masked, match.end())
        body = body[: match.start()] + body[match.end() :]
        masked = masked[: match.start()] + masked[match.end() :]
    return body, names


def take_anchors(body: str) -> tuple[str, dict[str, str]]:
    """The body without `{#names}`, and the id of the heading that each anchor leads to."""
    masked = mask_comments(mask_code(body))
    names: dict[str, str] = {}
    for match in reversed(list(_ATTRIBUTE.finditer(masked))):
        start, end = match.span("heading")
        body = body[:end] + body[match.end() :]
        masked = masked[:end] + masked[match.end() :]
        names[match["name"]] = _id_of_heading_at(body, masked, start)
    for match in _HTML.finditer(masked):
        names.setdefault(match["name"], _id_of_heading_at(body, masked, match.start()))
    return body, names


def _id_of_heading_at(body: str, masked: str, position: int) -> str:
    """The id of the heading in this line or the next one after it; "" where there is none."""
    heading = _HEADING.search(masked, masked.rfind("\n", 0, position) + 1)
    if heading is None:
        return ""
    text = plain(body[slice(*heading.span("text" if heading["text"] is not None else "html"))])
    return heading_id(text) if text else ""
