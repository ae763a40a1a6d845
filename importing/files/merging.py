"""Several boxes under one set of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importing.files.boxes import Box, Entry
from importing.files.finding import Root
from importing.files.opening import Opened

INSIDE = "//"
ADDED = f"added{INSIDE}"


class Merged:
    """`where` leads from a name to its box; `root_name` is what the folder of the pages is called.

    The one folder at the top of an archive (`handbook-main/`) is left away, where all archives have
    the same. Archives that have different files of one name are told apart by their own names.
    """

    def __init__(self, boxes: Sequence[Opened]) -> None:
        self.where: dict[str, tuple[Box, Entry]] = {}
        self.roots: list[Root] = []
        self.root_name = ""
        self._prefixes: set[str] = set()
        self._merge_pages([one for one in boxes if not _is_beside(one)])
        for one in boxes:
            if one.source.is_made:
                self._put(one, "", ADDED)
            elif one.source.is_assets:
                self._add_assets(one)

    def names(self) -> Iterator[str]:
        return (name for name in self.where if INSIDE not in name)

    def _merge_pages(self, boxes: Sequence[Opened]) -> None:
        tops = {_top(one) for one in boxes if one.box.is_packed}
        top = tops.pop() if len(tops) == 1 else ""
        for one in boxes:
            left_away = top if one.box.is_packed else ""
            clashes = any(
                self._differs(entry.name.removeprefix(left_away), entry) for entry in one.entries
            )
            label = one.box.label or "more"
            self._put(one, left_away, self._once(label) + "/" if clashes else "")
        labels = [one.box.label for one in boxes if one.box.label]
        self.root_name = top.rstrip("/") or (labels[0] if labels else "")
        self.roots.append(Root("", self.root_name))

    def _add_assets(self, one: Opened) -> None:
        prefix = self._once(one.source.name.rpartition("/")[2] or "files") + INSIDE
        self._put(one, "", prefix)
        self.roots.append(Root(prefix, one.box.label, is_assets=True))
        if top := _top(one):
            self.roots.append(Root(prefix + top, top.rstrip("/"), is_assets=True))

    def _put(self, one: Opened, left_away: str, prefix: str) -> None:
        for entry in one.entries:
            name = prefix + entry.name.removeprefix(left_away)
            self.where.setdefault(name, (one.box, entry))

    def _differs(self, name: str, entry: Entry) -> bool:
        known = self.where.get(name)
        return known is not None and known[1][1::2] != entry[1::2]  # size and checksum

    def _once(self, label: str) -> str:
        found, number = label, 1
        while found in self._prefixes:
            number += 1
            found = f"{label}-{number}"
        self._prefixes.add(found)
        return found


def _is_beside(one: Opened) -> bool:
    return one.source.is_assets or one.source.is_made


def _top(one: Opened) -> str:
    """The one folder that all lies in, with a slash; "" without one."""
    tops = {entry.name.partition("/")[0] if "/" in entry.name else "" for entry in one.entries}
    top = tops.pop() if len(tops) == 1 else ""
    return f"{top}/" if top else ""
