"""Which number an item of a list has: a list goes on behind what interrupts it. Pure.

The converter begins every list with 1. So where a list goes on, the first sign of an item is its
number, between two signs that no text has, and the lists of the HTML begin with what they find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

_OPEN, _CLOSE = "\uf4f2", "\uf4f3"
_FIRST = re.compile(f"<ol><li>{_OPEN}(\\d+){_CLOSE}")
_MARK = re.compile(f"{_OPEN}\\d*{_CLOSE}")
_UNNUMBERED = frozenset({"bullet", "none", ""})


def local(element: Element) -> str:
    """Its name without a namespace: there are two of them for the same."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None) -> str:
    """What an element says with its one attribute."""
    told = element.attrib.items() if element is not None else ()
    return next((one for name, one in told if name.endswith("}val")), "")


def child(element: Element | None, *names: str) -> Element | None:
    """The element that these names lead to."""
    for name in names:
        inner = element if element is not None else ()
        element = next((one for one in inner if local(one) == name), None)
    return element


@dataclass(slots=True)
class _Kind:
    starts: dict[int, int] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """`kinds` are the lists by the number that paragraphs name, several may go on the same one;
    `restarts` where a list begins anew; `styles` the lists of whole styles."""

    kinds: dict[str, _Kind] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _is_in_list: bool = False

    @classmethod
    def told_by(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        """From the two parts of a document; one without them has none."""
        made, abstract = cls(), {}
        for one in numbering if numbering is not None else ():
            if local(one) == "abstractNum":
                abstract[_attribute(one, "abstractNumId")] = _kind(one)
        for one in numbering if numbering is not None else ():
            kind = abstract.get(value(child(one, "abstractNumId")))
            if local(one) == "num" and kind:
                number = _attribute(one, "numId")
                made.kinds[number] = kind
                made.restarts[number] = dict(_overrides(one))
        for one in styles if styles is not None else ():
            told = child(one, "pPr", "numPr")
            if told is not None and value(child(told, "numId")):
                level = _number(value(child(told, "ilvl")), 0)
                made.styles[_attribute(one, "styleId")] = value(child(told, "numId")), level
        return made

    def mark(self, paragraph: Element) -> None:
        """Puts its number before the text of an item that goes on with a list. To be called with
        all paragraphs, in their order."""
        properties = child(paragraph, "pPr")
        number, level = self.styles.get(value(child(properties, "pStyle")), ("", 0))
        told = child(properties, "numPr")
        if told is not None:
            number = value(child(told, "numId")) or number
            level = _number(value(child(told, "ilvl")), level)
        kind = self.kinds.get(number)
        was_in_list, self._is_in_list = self._is_in_list, kind is not None
        if properties is None or kind is None:
            return
        count = self._count(kind, number, level)
        if was_in_list or count == 1 or kind.formats.get(level, "") in _UNNUMBERED:
            return
        space = paragraph.tag.removesuffix("p")
        run = Element(f"{space}r")
        SubElement(run, f"{space}t").text = f"{_OPEN}{count}{_CLOSE}"
        paragraph.insert(list(paragraph).index(properties) + 1, run)

    def _count(self, kind: _Kind, number: str, level: int) -> int:
        restart = self.restarts[number].pop(level, None)
        start = kind.starts.get(level, 1) if restart is None else restart
        is_new = restart is not None or level not in kind.counted
        kind.counted[level] = start if is_new else kind.counted[level] + 1
        for deeper in [one for one in kind.counted if one > level]:
            del kind.counted[deeper]
        return kind.counted[level]


def numbered(html: str) -> str:
    """The HTML of a marked document: its lists begin where they did, the marks are gone."""
    return _MARK.sub("", _FIRST.sub(lambda found: f'<ol start="{found[1]}"><li>', html))


def unmarked(text: str) -> str:
    """A text without the mark."""
    return _MARK.sub("", text)


def _kind(abstract: Element) -> _Kind:
    made = _Kind()
    for one in abstract:
        if local(one) == "lvl":
            level = _number(_attribute(one, "ilvl"), 0)
            made.starts[level] = _number(value(child(one, "start")), 1)
            made.formats[level] = value(child(one, "numFmt"))
    return made


def _overrides(number: Element) -> Iterator[tuple[int, int]]:
    for one in number:
        start = value(child(one, "startOverride"))
        if local(one) == "lvlOverride" and start:
            yield _number(_attribute(one, "ilvl"), 0), _number(start, 1)


def _attribute(element: Element, name: str) -> str:
    return next((one for key, one in element.attrib.items() if key.endswith(f"}}{name}")), "")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
