"""Takes out what is no text: notes of the program, and what a page is worked with."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from processes.text.pasted.styles import classes_of, is_hidden, styles_of

# Deeper than any document; what lies below is kept as plain text.
DEEPEST = 100
_GONE = (
    "script style head title meta link template noscript iframe object embed svg canvas video audio"
    " button select textarea dialog math xml"
).split()
_OFFICE_GONE = {"del", "v:shape", "v:shapetype", "v:imagedata", "o:p", "w:sdtpr"}
_PERMALINKS = {"permalink", "headerlink", "anchor", "heading-anchor"}
_CALLOUTS = {"note", "tip", "important", "warning", "caution"}
_ODD_BLANKS = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff\u00ad") | {"\u00a0": " "})
_ODD_BLANK = re.compile("[\u200b\u2060\ufeff\u00ad\u00a0]")
# `<![if !supportLists]>` and its like, which a parser of today takes for text of its own.
_CONDITIONS = re.compile(r"<!\[(?:if\b[^\]]{0,200}|endif)\]>", re.IGNORECASE)
_FRAGMENT = re.compile(r"<!--StartFragment-->(.*)<!--EndFragment-->", re.DOTALL)


def parse(html: str) -> BeautifulSoup:
    """The tree of what was copied, without whatever the clipboard says about it."""
    fragment = _FRAGMENT.search(html)
    text = _CONDITIONS.sub("", fragment[1] if fragment else html)
    return BeautifulSoup(text, "html.parser")


def clean(soup: BeautifulSoup, *, office: bool) -> None:
    """Takes out, in place, all that is neither text nor a picture."""
    _flatten(soup)
    for note in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        note.extract()
    for text in soup.find_all(string=_ODD_BLANK):
        text.replace_with(str(text).translate(_ODD_BLANKS))
    gone = {*_GONE, *_OFFICE_GONE} if office else set(_GONE)
    for tag in soup.find_all(True):
        if not tag.decomposed and (
            tag.name in gone or _is_chrome(tag) or is_hidden(styles_of(tag))
        ):
            tag.decompose()


def _is_chrome(tag: Tag) -> bool:
    """What belongs to a page and not to its text: fields, and the signs that link to headings."""
    if tag.name == "input":
        return tag.get("type") != "checkbox"
    if "callout-title" in classes_of(tag):
        return tag.get_text().strip().lower() in _CALLOUTS  # its sign says it again
    return tag.name == "a" and bool(classes_of(tag) & _PERMALINKS) and len(tag.get_text()) < 3


def _flatten(soup: BeautifulSoup) -> None:
    """Keeps the tree within what can be worked on by functions that call themselves."""
    depths: dict[int, int] = {id(soup): 0}
    too_deep = []
    for tag in soup.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth == DEEPEST:
            too_deep.append(tag)
    for tag in too_deep:
        tag.string = tag.get_text(" ")
