"""Word's own: lists written as paragraphs, and what stands beside the text.

A list is a row of `<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>`. What is drawn in
front of each, “·” or “a)”, stands in a span marked `mso-list:Ignore`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from bs4 import BeautifulSoup, Tag

from processes.text.pasted.styles import classes_of, styles_of

_OFFICE = re.compile(r"\bmso-|urn:schemas-microsoft-com:office|\bMsoNormal\b")
_LEVEL = re.compile(r"\blevel([1-9])\b")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,4})(?:[.)]|\.\d{1,3}\.?)*[.)]?", re.IGNORECASE)
_HEADINGS = {"MsoTitle": "h1", "MsoSubtitle": "p"}
_NOTE = re.compile(r"#_(ft|ed)n(ref)?(\d{1,4})")
_NOTES = re.compile(r"mso-element:\s*(?:foot|end)note-list")
_BESIDE = {"comment-list", "header", "footer"}  # as mso-element


def is_office(html: str) -> bool:
    """Whether Word, Outlook or one of their kin wrote it."""
    return _OFFICE.search(html) is not None


def tidy(soup: BeautifulSoup) -> None:
    """Turns, in place, what only Word understands into plain HTML."""
    for tag in soup.find_all(True):
        if not tag.decomposed and _is_beside(tag):
            tag.decompose()
    for tag in soup.find_all("a"):
        _mark_note(tag, soup)
    for tag in soup.find_all("p"):
        tag.name = next((_HEADINGS[name] for name in classes_of(tag) & _HEADINGS.keys()), "p")
    items = [(tag, level) for tag in soup.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6"])
             if (level := _level_of(tag))]  # fmt: skip
    for row in _rows(items):
        _write_list(row, soup)


def _is_beside(tag: Tag) -> bool:
    """Comments of reviewers, headers and footers, the table of contents with its page numbers."""
    styles = styles_of(tag)
    if styles.get("mso-element") in _BESIDE or "mso-comment-reference" in styles:
        return True
    if tag.name == "hr" and tag.find_parent("div", style=_NOTES):
        return True
    classes = classes_of(tag)
    return "MsoCommentReference" in classes or any(name.startswith("MsoToc") for name in classes)


def _mark_note(link: Tag, soup: BeautifulSoup) -> None:
    """A footnote's number: in the text it leads to the note, at the note back to the text."""
    told = _NOTE.fullmatch(str(link.get("href") or ""))
    if told:
        number = told[3] if told[1] == "ft" else f"end-{told[3]}"
        link.replace_with(soup.new_tag("note", string=f"[^{number}]{':' if told[2] else ''}"))


def _level_of(tag: Tag) -> int:
    """0 for what is no item of a list. A numbered heading is a heading."""
    told = styles_of(tag).get("mso-list", "")
    level = _LEVEL.search(told)
    if tag.name != "p":
        _take_sign(tag)
        return 0
    return int(level[1]) if level else 0


def _rows(items: list[tuple[Tag, int]]) -> Iterator[list[tuple[Tag, int]]]:
    """Items that follow each other directly are one list."""
    numbers: dict[int, int] = {}
    row = 0
    last: Tag | None = None
    for tag, _ in items:
        row += last is None or tag.find_previous_sibling(True) is not last
        numbers[id(tag)] = row
        last = tag
    for _, group in groupby(items, key=lambda item: numbers[id(item[0])]):
        yield list(group)


def _write_list(row: list[tuple[Tag, int]], soup: BeautifulSoup) -> None:
    """Nests lists as deep as the levels say; each level opens within the item before it."""
    open_lists: list[tuple[int, Tag]] = []
    place = soup.new_tag("div")
    row[0][0].insert_before(place)
    for tag, level in row:
        kind = _kind(_take_sign(tag))
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if open_lists and open_lists[-1][0] == level and open_lists[-1][1].name != kind:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            parent = open_lists[-1][1].find_all("li", recursive=False)[-1] if open_lists else place
            box = soup.new_tag(kind)
            parent.append(box)
            open_lists.append((level, box))
        tag.name = "li"
        open_lists[-1][1].append(tag.extract())
    place.unwrap()


def _take_sign(tag: Tag) -> str:
    """What is drawn in front of the item; it goes out of the text."""
    sign = ""
    for span in tag.find_all("span"):
        if not span.decomposed and styles_of(span).get("mso-list") == "ignore":
            sign = sign or span.get_text().strip()
            span.decompose()
    return sign


def _kind(sign: str) -> str:
    return "ol" if sign != "o" and _NUMBER.fullmatch(sign) else "ul"
