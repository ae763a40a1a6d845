"""Links and pictures in the source: written in Markdown, in HTML or as they come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from processes.text.source.masks import Masks
from processes.text.source.model import DECORATIVE, Link, Picture
from processes.text.source.plain import plain

_PAGE = re.compile(
    r"(?<!!)\[\[(?P<target>[^\[\]|\\]{1,500})(?:\\?\|(?P<shown>[^\[\]]{0,500}))?\]\]"
    r"(?!\((?:https?:|mailto:|[/#.]))"
)
_BRACKET = re.compile(r"\\.|!?\[|\]|\n[ \t>]*(?=\n)")
# An address, perhaps with a title, in one line; brackets in it come in pairs.
_ADDRESS = re.compile(
    r"\([ \t]*(?:<(?P<held>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:[ \t]+(?P<title>\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_REFERENCE = re.compile(r"\[([^\[\]\n]{0,200})\]")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)>?[ \t]*(?:[\"'(][^\n]*)?$",
    re.MULTILINE,
)
_TAG = re.compile(r"<(?P<name>a|img)(?=[\s/>])(?P<rest>[^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,40})\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_URL = re.compile(
    r"<?(?P<url>(?:https?://|www\.)[^\s<>\ufffc]*[^\s<>\ufffc.,;:!?)\]'\"*_])>?", re.I
)
# Tags, ids of headings, and what makes a callout of a quote.
_MARKS = re.compile(
    r"</?(?!https?:)[a-zA-Z][^<>]*>|\{:? {0,3}#[\w.:-]{1,80}[^{}\n]{0,200}\}|\[!\w{1,20}\]"
)
_DIGITS = re.compile(r"\s*(\d{1,4})(?:px)?\s*")
_VISIBLE = re.compile(r"[^\n]")
_Span = tuple[int, int]


@dataclass
class Addresses:
    """What was found in one text. `signs` are the places of marks that are not read as words."""

    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    signs: list[_Span] = field(default_factory=list)


def find_addresses(masks: Masks) -> Addresses:
    """All links and pictures, in the order of the text. Raises nothing."""
    finder = _Finder(masks)
    finder.run()
    found = finder.found
    found.links.sort(key=lambda link: link.start)
    found.pictures.sort(key=lambda picture: picture.start)
    return found


class _Finder:
    """Takes one kind after the other; what one has taken the next does not see."""

    def __init__(self, masks: Masks) -> None:
        self.text = masks.text
        self.left = masks.masked
        self.found = Addresses()
        self.definitions: dict[str, str] = {}
        self.unclosed = False  # an <a> whose end was looked for in vain

    def run(self) -> None:
        self._take(_PAGE, self._page)
        self._take(_DEFINITION, self._definition)
        self._brackets()
        self._take(_TAG, self._tag)
        self._take(_MARKS, lambda match: self.found.signs.append(match.span()))
        self._take(_URL, self._bare)

    def _take(self, pattern: re.Pattern[str], note: Callable[[re.Match[str]], None]) -> None:
        def blank(match: re.Match[str]) -> str:
            note(match)
            return _blank(match.group())

        self.left = pattern.sub(blank, self.left)

    def _page(self, match: re.Match[str]) -> None:
        shown = plain(match["shown"] or "")
        target = " ".join(match["target"].split())
        self._link("page", target, shown, match.span(), match.span("shown" if shown else "target"))

    def _definition(self, match: re.Match[str]) -> None:
        self.definitions.setdefault(_key(match[1]), match[2])
        self.found.signs.append(match.span())

    def _brackets(self) -> None:
        """Labels in brackets with what follows them; none reaches beyond its paragraph."""
        opened: list[_Span] = []
        taken: list[_Span] = []
        position = 0
        for sign in _BRACKET.finditer(self.left):
            if sign.start() < position:
                continue  # within an address
            if sign.group() in ("[", "!["):
                opened.append(sign.span())
            elif sign.group().startswith("\n"):
                opened.clear()
            elif sign.group() == "]" and opened:
                start, label = opened.pop()
                end = self._labelled(start, label, sign.start())
                position = max(position, end)
                taken += [(start, label), (sign.start(), end)] if end else []
        self.left = without(self.left, taken)

    def _labelled(self, start: int, label: int, label_end: int) -> int:
        """Notes what stands in one pair of brackets; returns its end, 0 where it is nothing."""
        after = label_end + 1
        words = self.text[label:label_end]
        if words.startswith("^") and self.left[start] == "[":
            self.found.signs.append((start, after))
            return after
        if match := _ADDRESS.match(self.left, after):
            address, end = match["held"] or match["bare"] or "", match.end()
            title = (match["title"] or "")[1:-1]
        else:
            reference = _REFERENCE.match(self.left, after)
            end = reference.end() if reference else after
            name = (reference[1] if reference else "") or words[:200]
            address, title = self.definitions.get(_key(name), ""), ""
            if not address:
                return 0
        if self.left[start] == "!":
            self._picture(address, plain(words), title, 0, (start, end))
        else:
            self._link("address", address, plain(words), (start, end), (label, label_end))
        return end

    def _tag(self, match: re.Match[str]) -> None:
        given = {
            name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(match["rest"])
        }
        if match["name"].lower() == "img":
            width = _DIGITS.fullmatch(given.get("width", ""))
            alt, title = unescape(given.get("alt", "")), given.get("title", "")
            if given.get("alt") == "":
                title = DECORATIVE  # in HTML, to give no words is to say that none are needed
            pixels = int(width[1]) if width else 0
            self._picture(given.get("src", ""), alt.strip(), title, pixels, match.span())
        elif "href" in given:
            end = -1 if self.unclosed else self.left.find("</a>", match.end())
            self.unclosed = end < 0
            label = (match.end(), max(end, match.end()))
            words = plain(self.text[label[0] : label[1]])
            self._link("address", given["href"], words, (match.start(), label[1]), label)

    def _bare(self, match: re.Match[str]) -> None:
        self._link("bare", match["url"], "", match.span(), (match.end(), match.end()))

    def _link(self, kind: str, target: str, label: str, span: _Span, words: _Span) -> None:
        target = unescape(target) if kind != "page" else target
        self.found.links.append(Link(kind, target, label, *span))
        self.found.signs += [(span[0], words[0]), (words[1], span[1])]

    def _picture(self, src: str, alt: str, title: str, width: int, span: _Span) -> None:
        self.found.pictures.append(Picture(unescape(src), alt, title, width, *span))
        self.found.signs.append(span)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def without(text: str, places: list[_Span]) -> str:
    """The text with these places blank, sign for sign; they may lie in each other and come in any
    order."""
    result, position = [], 0
    for start, end in sorted(places):
        if end > position:
            start = max(start, position)
            result += [text[position:start], _blank(text[start:end])]
            position = end
    return "".join([*result, text[position:]])


def _blank(text: str) -> str:
    return _VISIBLE.sub(" ", text)
