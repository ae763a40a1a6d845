"""The whole way from a clipboard's HTML to Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup

from processes.text.pasted import (
    addresses,
    cleaning,
    code,
    formats,
    lists,
    paragraphs,
    pictures,
    tables,
    word,
    writing,
)

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# The title of a page is its only heading of the first level.
_HIGHEST = 2


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text, with a mark (`pictures.MARK`) in the place of each of its pictures."""

    markdown: str
    pictures: tuple[pictures.Found, ...]


def read(html: str, origins: tuple[str, ...] = ()) -> Pasted:
    """`origins` are those of this wiki, whose addresses are written from `/`.

    Raises nothing on any HTML but RecursionError; takes long on some.
    """
    html = pictures.without_marks(html)
    office = word.is_office(html)
    soup = cleaning.parse(html)
    if office:
        word.tidy(soup)
    cleaning.clean(soup, office=office)
    lists.tidy(soup)
    found = pictures.take_out(soup)
    addresses.tidy(soup, origins)
    formats.simplify(soup)
    tables.tidy(soup)
    code.gather(soup)
    paragraphs.tidy(soup)
    _lower_headings(soup)
    return Pasted(writing.write(soup), tuple(found))


def _lower_headings(soup: BeautifulSoup) -> None:
    """None above the second level, all by as much; none within a list or a table."""
    headings = soup.find_all(_HEADINGS)
    lower = max((_HIGHEST - int(heading.name[1]) for heading in headings), default=0)
    for heading in headings:
        heading.name = f"h{min(int(heading.name[1]) + max(lower, 0), 6)}"
        if heading.find_parent(["li", "th", "td"]):
            heading.name = "p"
