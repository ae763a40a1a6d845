"""In which order pages stand below another: as that one leads to them. Pure."""

from __future__ import annotations

import re

from importing.notion.names import Name
from importing.notion.shelving import Shelves

_ID = re.compile(r"[0-9a-f]{32}(?=[.)#?_])")


class Orders:
    """Learnt page by page, those above first."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._orders: dict[str, int] = {}

    def learn(self, above: Name, markdown: str) -> None:
        """From the text of a page."""
        for number in _ID.findall(markdown):
            page = self._shelves.by_id.get(number)
            if page and page.id not in self._orders and self._shelves.parent(page) is above:
                self._orders[page.id] = len(self._orders)

    def of(self, name: Name) -> int | None:
        """None where no page above leads to it."""
        return self._orders.get(name.id)
