"""`[name key="value"]`, `[name /]`, `[name]…[/name]` and `[[name]]`, which is none.

https://codex.wordpress.org/Shortcode_API
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

# A value may hold brackets only within quotes.
_TAG = re.compile(
    r"(?P<escape>\[)?\[(?P<end>/)?(?P<name>[a-zA-Z][\w-]{0,60})(?P<told>(?:[\s/=]"
    r"(?:\"[^\"]{0,4000}\"|'[^']{0,4000}'|[^\]\[\"']){0,4000})?)\](?P<escaped>\])?"
)
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"]+))|"([^"]*)"|'([^']*)'|(\S+)"""
)
_CURLY = str.maketrans({"“": '"', "”": '"', "″": '"', "‘": "'", "’": "'", "\u00a0": " "})
DEEPEST = 20


@dataclass(slots=True)
class Shortcode:
    """One, with what stands in it: `inner` is None without an end. `raw` is its beginning as it
    was written. Attributes without a name are `0`, `1`, …"""

    name: str
    attrs: dict[str, str]
    raw: str
    inner: str | None = None
    close: str = ""


@dataclass(slots=True)
class _Open:
    code: Shortcode
    start: int
    pieces: list[str] = field(default_factory=list)


Replace = Callable[[Shortcode], str]


def replace_shortcodes(text: str, replace: Replace, verbatim: frozenset[str]) -> str:
    """Each shortcode as `replace` has it, the inner ones first.

    Nothing within the names in `verbatim` is one, nor within the brackets of an HTML tag.
    """
    stack: list[_Open] = [_Open(Shortcode("", {}, ""), 0)]
    closings = _closings(text)
    position = 0
    for match in _TAG.finditer(text):
        if match.start() < position or _in_tag(text, match.start()):
            continue
        name = match["name"].lower()
        inside = stack[-1].code.name
        is_end = match["end"] is not None
        if inside in verbatim and not (is_end and name == inside):
            continue
        if match["escape"] and match["escaped"]:
            stack[-1].pieces.append(text[position : match.start()] + _literal(match[0][1:-1]))
            position = match.end()
            continue
        start = match.start() + (1 if match["escape"] else 0)
        end = match.end() - (1 if match["escaped"] else 0)
        stack[-1].pieces.append(text[position:start])
        position = end
        if is_end:
            _end(name, text[start:end], stack, replace)
        else:
            code = Shortcode(name, attributes(match["told"] or ""), text[start:end])
            selfish = (match["told"] or "").rstrip().endswith("/")
            if not selfish and closings.get(name, -1) >= end and len(stack) < DEEPEST:
                stack.append(_Open(code, start))
            else:
                stack[-1].pieces.append(replace(code))
    stack[-1].pieces.append(text[position:])
    while len(stack) > 1:
        _abandon(stack, replace)
    return "".join(stack[0].pieces)


def attributes(told: str) -> dict[str, str]:
    """Names in lower case; curly quotes count as straight ones."""
    found: dict[str, str] = {}
    bare = 0
    is_quoted = re.search(r"=\s*[\"']", told) is not None  # then entities are within the values
    plain = (told if is_quoted else unescape(told)).translate(_CURLY).strip().removesuffix("/")
    for match in _ATTRIBUTE.finditer(plain):
        if match[1]:
            value = next((one for one in match.groups()[1:4] if one), "")
            found[match[1].lower()] = unescape(value)
        else:
            found[str(bare)] = unescape(next((one for one in match.groups()[4:] if one), ""))
            bare += 1
    return found


def _end(name: str, raw: str, stack: list[_Open], replace: Replace) -> None:
    if not any(one.code.name == name for one in stack[1:]):
        stack[-1].pieces.append(replace(Shortcode("/" + name, {}, raw)))
        return
    while stack[-1].code.name != name:
        _abandon(stack, replace)
    done = stack.pop()
    done.code.inner, done.code.close = "".join(done.pieces), raw
    stack[-1].pieces.append(replace(done.code))


def _abandon(stack: list[_Open], replace: Replace) -> None:
    """It has no end: what came after it stands behind it."""
    done = stack.pop()
    stack[-1].pieces += [replace(done.code), *done.pieces]


def _closings(text: str) -> dict[str, int]:
    """Where the last end of each stands."""
    return {
        one[1].lower(): one.start() for one in re.finditer(r"\[/([a-zA-Z][\w-]{0,60})\s*\]", text)
    }


def _in_tag(text: str, at: int) -> bool:
    """Whether a place is within `<…>`; tags are not longer than what is looked at."""
    before = text[max(0, at - 2000) : at]
    opened = before.rfind("<")
    return opened > before.rfind(">") and before[opened + 1 : opened + 2].isalpha()


def _literal(raw: str) -> str:
    return raw.replace("[", "&#91;").replace("]", "&#93;")


def iterate(attrs: Mapping[str, str], name: str) -> Iterator[str]:
    """The parts of a list with commas."""
    return (part.strip() for part in attrs.get(name, "").split(",") if part.strip())
