"""Footnotes and endnotes of a document as the wiki has them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from importing.html import convert
from importing.web_pages import attribute

_NOTE = re.compile(r"(footnote|endnote)-(\d+)$")
# Signs that no text has and no conversion touches stand for a reference meanwhile.
_OPEN, _CLOSE = "\uf4f0", "\uf4f1"
_MARK = re.compile(f"{_OPEN}([a-z0-9-]+){_CLOSE}")


@dataclass(slots=True)
class Notes:
    """The texts of all notes by their names, taken out of the page."""

    texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def taken_from(cls, page: BeautifulSoup) -> Notes:
        """Takes them out; marks are left where the text refers to them."""
        made = cls()
        for item in page.find_all("li", id=_NOTE):
            name = attribute(item, "id")
            for back in item.find_all("a", href=f"#{name.replace('note-', 'note-ref-')}"):
                back.decompose()
            made.texts[name] = item.decode_contents()
        for item in page.find_all("li", id=_NOTE):
            around = item.parent
            item.decompose()
            if isinstance(around, Tag) and not around.find("li"):
                around.decompose()
        for link in page.find_all("a", href=re.compile(r"^#(?:footnote|endnote)-\d+$")):
            name = attribute(link, "href").removeprefix("#")
            outer = link.parent if link.parent is not None and link.parent.name == "sup" else link
            if name in made.texts:
                outer.replace_with(f"{_OPEN}{name}{_CLOSE}")
        return made

    def put_back(self, markdown: str, base: str) -> str:
        """The Markdown with references, and the notes below it in the order of the text."""
        names = list(dict.fromkeys(name for name in _MARK.findall(markdown) if name in self.texts))
        numbers = {name: number for number, name in enumerate(names, 1)}
        text = _MARK.sub(lambda mark: f"[^{numbers.get(mark[1], mark[1])}]", markdown)
        notes = [f"[^{numbers[name]}]: {_indented(self.texts[name], base)}" for name in names]
        return "\n\n".join([text.rstrip("\n"), *notes]) + "\n"


def _indented(html: str, base: str) -> str:
    lines = convert(html, base=base).markdown.strip().split("\n")
    return "\n".join([lines[0], *(f"    {line}" if line else "" for line in lines[1:])])
