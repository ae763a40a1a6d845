"""The XML of an export, as what stands in its channel: one element after the other.

Nothing of it is kept. Elements are told by their local names, since exports disagree on the
namespace's address and other programs on its prefix. Entities are never declared, and so never
expanded; HTML's own are known, since old exports have them in titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import Any
from xml.parsers import expat  # declarations are refused below

from importing.source import Unreadable
from importing.wordpress.elements import Element

DEEPEST = 200
LONGEST_TOKEN = 8_000_000  # bytes of one tag or comment: the parser holds it whole

_CUT_SHORT = {expat.errors.codes[name] for name in (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
)}  # fmt: skip
_AFTER_THE_END = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


def elements(pieces: Iterable[bytes], where: str) -> Iterator[Element]:
    """The elements right below the channel, in order. Raises Unreadable, with line and item."""
    parser = _Parser(where)
    for piece in pieces:
        parser.feed(piece)
        yield from parser.take()
    parser.close()
    yield from parser.take()


class _Parser:
    def __init__(self, where: str) -> None:
        self.where = where
        self.depth = 0
        self.items = 0
        self.fed = 0
        self.open: list[Element] = []  # from the channel's child downward
        self.done: list[Element] = []
        self.namespaces: dict[str, str] = {}
        self.expat = self._made()

    def _made(self) -> Any:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 64 * 1024
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        # With an (empty) foreign DTD an entity that nobody declared is skipped, not an error.
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.UseForeignDTD(True)
        parser.ExternalEntityRefHandler = self._empty
        parser.SkippedEntityHandler = self._entity
        return parser

    def feed(self, piece: bytes, is_last: bool = False) -> None:
        self.fed += len(piece)
        try:
            self.expat.Parse(piece, is_last)
        except expat.ExpatError as error:
            raise self._problem(_sentence(error.code)) from error
        if self.fed - max(self.expat.CurrentByteIndex, 0) > LONGEST_TOKEN:
            raise self._problem("A tag or a comment in it is longer than any export's.")

    def close(self) -> None:
        self.feed(b"", is_last=True)

    def take(self) -> list[Element]:
        taken, self.done = self.done, []
        return taken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._problem("Its elements are nested deeper than any export's.")
        for key, value in attributes.items():
            if key.startswith("xmlns:"):
                self.namespaces[key[6:]] = value
        prefix, _, local = name.rpartition(":")
        if self.depth == 1 and local not in ("rss", "RDF"):
            raise self._problem("This is no WordPress export: those begin with <rss>.")
        if self.depth < 3:
            return
        element = Element(local, self._space(prefix), attributes, self.expat.CurrentLineNumber)
        if not self.open and local == "item":
            self.items += 1
            element.number = self.items
        self.open.append(element)

    def _space(self, prefix: str) -> str:
        """What the prefix means: "", "dc", "excerpt", "content", or the prefix itself."""
        uri = self.namespaces.get(prefix, "")
        if "/excerpt" in uri:
            return "excerpt"
        if "purl.org/rss/1.0/modules/content" in uri:
            return "content"
        return "dc" if "purl.org/dc/" in uri else prefix

    def _end(self, name: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        element = self.open.pop()
        if self.open:
            self.open[-1].add(element)
        else:
            self.done.append(element)

    def _text(self, data: str) -> None:
        if self.open:
            self.open[-1].write(data, self.open[0])

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._text(html5.get(f"{name};", f"&{name};"))

    def _empty(self, context: str | None, *_: str | None) -> int:
        self.expat.ExternalEntityParserCreate(context).Parse(b"", True)
        return 1

    def _refuse(self, *_: Any) -> None:
        raise self._problem(
            "It declares a document type or entities, which no WordPress export does."
        )

    def _problem(self, why: str) -> Unreadable:
        told = f"{self.where}, line {self.expat.CurrentLineNumber}"
        if self.items:
            told += f", item {self.items}"
        title = self.open[0].value("title") if self.open else ""
        return Unreadable(f"{told} (“{title[:80]}”)" if title else told, why)


def _sentence(code: int) -> str:
    if code in _CUT_SHORT:
        return "It ends in the middle: the export was cut short. Export it again."
    if code == _AFTER_THE_END:
        return "Something follows after its end. Give each export a file of its own."
    return f"It is broken XML ({expat.ErrorString(code)})."
