"""Finds the links and images of a Markdown text, with their places in it.

A Markdown parser tells what a text means but not where in the text it stands, and the rest of an
author's text must stay as it is; so this reads it again: CommonMark 0.31 sections 6.3 to 6.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape

from processes.text.masking import MASK, mask_code, mask_comments


class Form(Enum):
    """How a link is written."""

    INLINE = auto()  # [label](address)
    REFERENCE = auto()  # [label][name]; its address is that of the definition
    DEFINITION = auto()  # [name]: address
    AUTOLINK = auto()  # <https://…>
    BARE = auto()  # https://… by itself
    HTML = auto()  # <a href="…">
    IMAGE = auto()  # ![alt](address), ![alt][name], <img src="…">


@dataclass(frozen=True, slots=True)
class Found:
    """A link: where it stands, where its address does, its address decoded, its label as written.

    A reference has no address of its own: it stands in the definition.
    """

    form: Form
    start: int
    end: int
    address_start: int
    address_end: int
    address: str
    label: str = ""

    @property
    def has_own_address(self) -> bool:
        return self.address_end > self.address_start


_TOKEN = re.compile(r"\\.|!?\[|\]|\n[ \t>]*(?=\n)", re.DOTALL)
_PLAIN = r"(?P<plain>(?:[^\s()\\<]|{more})(?:[^\s()\\]|{more})*)".format(
    more=r"\\.|\((?:[^\s()\\]|\\.)*\)"
)
_INLINE = re.compile(
    rf"\([ \t]*\n?[ \t>]*(?:<(?P<angled>[^<>\n]*)>|{_PLAIN})?"
    r"(?:[ \t]*\n?[ \t>]*(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
# Not CommonMark, but written and rendered: [report](the annual report.pdf)
_WITH_BLANKS = re.compile(r"\([ \t]*(?P<plain>[^()\n\"'<>]+?)[ \t]*\)")
_REFERENCE = re.compile(r"\[(?P<name>[^\[\]]*)\]")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\]\[^][^\]\[]*)\]:[ \t]*\n?[ \t]*"
    r"(?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^\s<]\S*))",
    re.MULTILINE,
)
_AUTOLINK = re.compile(r"<(?P<plain>https?://[^\s<>]+)>")
_BARE = re.compile(r"https?://[^\s<>()\[\]\"'`|\\]*[\w/#=&%+-]")
_TAG = re.compile(r"<(?P<tag>a|img)\s[^<>]*>", re.IGNORECASE)
_ADDRESS = {
    tag: re.compile(
        rf"\s{name}\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
        re.IGNORECASE,
    )
    for tag, name in (("a", "href"), ("img", "src"))
}
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def scan(text: str) -> list[Found]:
    """All links and images outside code and comments, in the order of the text."""
    masked = mask_comments(mask_code(text))
    definitions = list(_DEFINITION.finditer(masked))
    found = [_definition(match, text) for match in definitions]
    open_text = _without(masked, [(match.start(), match.end()) for match in definitions])
    found += _Brackets(text, open_text, _by_name(found)).links()
    found += _html(open_text)
    found += _addresses(_without(open_text, [(one.start, one.end) for one in found]))
    return sorted(found, key=lambda one: (one.start, -one.end))


class _Brackets:
    """Matches brackets: what is in front of `(address)`, of `[name]`, or is itself a name."""

    def __init__(self, text: str, masked: str, definitions: dict[str, str]) -> None:
        self.text = text
        self.masked = masked
        self.definitions = definitions

    def links(self) -> list[Found]:
        found: list[Found] = []
        openers: list[re.Match[str]] = []
        position = 0
        while token := _TOKEN.search(self.masked, position):
            position = token.end()
            if token.group() in ("[", "!["):
                openers.append(token)
            elif token.group().startswith("\n"):
                openers.clear()
            elif token.group() == "]" and openers:
                link = self._close(openers.pop(), token.start())
                if link:
                    found.append(link)
                    position = max(position, link.end)
        return found

    def _close(self, opener: re.Match[str], end: int) -> Found | None:
        is_image = opener.group().startswith("!")
        match = _INLINE.match(self.masked, end + 1) or _WITH_BLANKS.match(self.masked, end + 1)
        label = self.text[opener.end() : end]
        if match:
            start, stop = _span_of_address(match)
            form = Form.IMAGE if is_image else Form.INLINE
            address = _decode(self.text[start:stop])
            return Found(form, opener.start(), match.end(), start, stop, address, label)
        return self._reference(opener, end, label, is_image)

    def _reference(
        self, opener: re.Match[str], end: int, label: str, is_image: bool
    ) -> Found | None:
        match = _REFERENCE.match(self.masked, end + 1)
        name = _name(self.text[match.start("name") : match.end("name")] if match else "")
        name = name or _name(label)
        stop = match.end() if match else end + 1
        if name not in self.definitions:
            return None
        form = Form.IMAGE if is_image else Form.REFERENCE
        return Found(form, opener.start(), stop, stop, stop, self.definitions[name], label)


def _html(masked: str) -> Iterator[Found]:
    for tag in _TAG.finditer(masked):
        address = _ADDRESS[tag["tag"].lower()].search(tag.group())
        if address is None:
            continue
        name = next(name for name, value in address.groupdict().items() if value is not None)
        start = tag.start() + address.start(name)
        form = Form.HTML if tag["tag"].lower() == "a" else Form.IMAGE
        value = unescape(address[name]).strip()
        yield Found(form, tag.start(), tag.end(), start, start + len(address[name]), value)


def _addresses(masked: str) -> Iterator[Found]:
    autolinks = list(_AUTOLINK.finditer(masked))
    for match in autolinks:
        yield _whole(Form.AUTOLINK, match, match.span("plain"), match["plain"])
    rest = _without(masked, [match.span() for match in autolinks])
    for match in _BARE.finditer(rest):
        yield _whole(Form.BARE, match, match.span(), match.group())


def _whole(form: Form, match: re.Match[str], span: tuple[int, int], address: str) -> Found:
    return Found(form, match.start(), match.end(), *span, unescape(address))


def _definition(match: re.Match[str], text: str) -> Found:
    start, end = _span_of_address(match)
    name = text[match.start("name") : match.end("name")]
    return Found(Form.DEFINITION, *match.span(), start, end, _decode(text[start:end]), name)


def _by_name(definitions: list[Found]) -> dict[str, str]:
    found: dict[str, str] = {}
    for definition in definitions:
        found.setdefault(_name(definition.label), definition.address)
    return found


def _span_of_address(match: re.Match[str]) -> tuple[int, int]:
    if match.groupdict().get("angled") is not None:
        return match.span("angled")
    return match.span("plain") if match["plain"] is not None else (match.end() - 1,) * 2


def _name(label: str) -> str:
    return " ".join(label.split()).casefold()


def _decode(address: str) -> str:
    return unescape(_ESCAPE.sub(r"\1", address)).strip()


def _without(masked: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches masked."""
    pieces, position = [], 0
    for start, end in sorted(spans):
        if start >= position:
            pieces += [masked[position:start], MASK * (end - start)]
        position = max(position, end)
    return "".join([*pieces, masked[position:]])
