"""How much a page says: counted alike on the old wiki and here, so that nothing gets lost. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass


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
