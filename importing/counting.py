"""How much a page says: counted alike on the old wiki and here, so that nothing gets lost. Pure.

The count knows nothing of how pages are converted: it reads HTML from front to back, as it stands
in the old wiki, and as this wiki shows it. What a browser makes of broken HTML counts.

    words       runs of letters and digits; how they are marked does not matter, and an address
                that stands in the text is none
    paragraphs  runs of text that are no heading, item, cell or code; two line breaks part them
    items       of lists, terms and definitions, if anything is in them
    tables      that put facts side by side: not those with one cell, nor with a table in them
    cells       with something in them
    links       with something to click on, that lead anywhere; also addresses in the text, and
                videos and pages in frames
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from importing.markup import well_formed
from importing.seen import Reader


@dataclass(frozen=True, slots=True)
class Counts:
    """What readers see of a page. `pictures` are images shown, `links` those that lead anywhere."""

    words: int = 0
    paragraphs: int = 0
    headings: int = 0
    items: int = 0
    tables: int = 0
    cells: int = 0
    code: int = 0
    pictures: int = 0
    links: int = 0

    def told(self) -> dict[str, int]:
        """As JSON."""
        return asdict(self)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def count_html(html: str) -> Counts:
    """Counts a page's body; any HTML, however broken. Raises nothing."""
    return read_html(html)[0]


def words_of(html: str) -> list[str]:
    """The words that `count_html` counts, in their order: to see which are missing."""
    return read_html(html)[1]


def read_html(html: str) -> tuple[Counts, list[str]]:
    """Both of the above in one go."""
    reader = Reader()
    reader.feed(well_formed(html))
    reader.close()
    reader.finish()
    return Counts(len(reader.words), **reader.counted), reader.words
