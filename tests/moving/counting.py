"""What a page says, counted by another library than the one that brought it in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Comment, Tag
from markdown_it import MarkdownIt

WORD = re.compile(r"[^\W_]+")
# How GitHub marks its boxes, and what carries no word of the page.
ALERT = re.compile(r"^\s*\[!(?:NOTE|TIP|WARNING|CAUTION|IMPORTANT)\]\s*", re.I)
UNSEEN = ("script", "style", "template", "noscript")
BLOCKS = (
    "a",
    "figcaption",
    "figure",
    "img",
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "pre",
    "div",
    "br",
)


@dataclass
class Seen:
    """What readers see. `words` are counted each, so that the ones that are missing have names."""

    words: Counter[str] = field(default_factory=Counter)
    paragraphs: int = 0
    cells: int = 0
    pictures: int = 0

    def __add__(self, other: Seen) -> Seen:
        return Seen(
            self.words + other.words,
            self.paragraphs + other.paragraphs,
            self.cells + other.cells,
            self.pictures + other.pictures,
        )


def of_markdown(text: str) -> Seen:
    """As GitHub would show it, as far as that matters here."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    soup = BeautifulSoup(parser.render(text), "html.parser")
    for quote in soup.find_all("blockquote"):
        first = quote.find(string=ALERT)
        if first:
            first.replace_with(ALERT.sub("", first))
    return of_soup(soup)


def of_html(html: str) -> Seen:
    return of_soup(BeautifulSoup(html, "html.parser"))


def of_soup(soup: BeautifulSoup) -> Seen:
    """Buttons, and other things of the page around the text, are not in what is stored."""
    for unseen in soup.find_all(UNSEEN):
        unseen.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for block in soup.find_all(list(BLOCKS)):
        block.insert_before("\n")
        block.insert_after("\n")
    return Seen(
        words_of(soup.get_text()),
        sum(bool(p.get_text(strip=True)) for p in soup.find_all("p") if not _in_an_item(p)),
        len(soup.find_all(("td", "th"))),
        len(soup.find_all("img")),
    )


def words_of(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\u00ad", "")
    return Counter(WORD.findall(text.casefold()))


def _in_an_item(paragraph: Tag) -> bool:
    """Whether an item of a list stands apart from the next is a matter of taste."""
    return paragraph.find_parent(("li", "td", "th", "dd")) is not None
