"""What the export files its pages under. What has a tree becomes places, all else tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.source import Label, Place
from importing.wordpress.archives import archives
from importing.wordpress.index import Index
from importing.wordpress.terms import TAGS, Term, slug_of

_DEEPEST = 20
# A taxonomy by such a name says where a page belongs; by another, rather what it is about.
_PLACE = re.compile(r"cat|depart|team|section|space|folder|group|shelf|book|division|unit", re.I)


class Taxonomies:
    """What is known of all terms once the whole export was seen."""

    def __init__(self, index: Index) -> None:
        self._index = index
        rows = index.all("select distinct taxonomy from term where parent not in ('', '0')")
        self._trees = {"category"} | {row[0] for row in rows}
        rows = index.all("select distinct taxonomy from term")
        self._trees |= {name for (name,) in rows if _PLACE.search(name)}
        self._trees.discard(TAGS)
        self._roots: dict[str, list[str]] = {}

    def is_place(self, term: Term) -> bool:
        return term.taxonomy in self._trees

    def places(self, base: str) -> Iterator[Place]:
        """All that are trees, as they stand in the export, used or not."""
        for taxonomy in sorted(self._trees):
            rows = self._index.all(
                "select slug, name, number, uses from term where taxonomy = ? order by rowid",
                taxonomy,
            )
            for slug, name, number, _ in rows:
                line = self._line(taxonomy, slug)
                yield Place(
                    key=f"{taxonomy}/{slug}",
                    name=name or slug,
                    parent=f"{taxonomy}/{line[1]}" if len(line) > 1 else "",
                    suggests_tag=not _PLACE.search(taxonomy),
                    addresses=self._archives(base, taxonomy, line, number),
                )

    def labels(self, base: str) -> Iterator[Label]:
        """All the others, if any page has them."""
        rows = self._index.all(
            "select taxonomy, slug, name, number from term where uses > 0 order by rowid"
        )
        for taxonomy, slug, name, number in rows:
            if taxonomy not in self._trees:
                yield Label(name or slug, self._archives(base, taxonomy, [slug], number))

    def sorted_places(self, terms: list[Term], primary: str) -> list[Term]:
        """Those of a page that are places, the likeliest first: the one that was made its main one
        (by its number), then the deepest, since whoever ticks a sub-category means it."""
        ranked = [
            (self._number(term) != primary if primary else False, -len(lines), position, term)
            for position, term in enumerate(terms)
            if self.is_place(term) and (lines := self._line(term.taxonomy, term.slug))
        ]
        return [row[-1] for row in sorted(ranked, key=lambda row: row[:3])]

    def declared_name(self, term: Term) -> str:
        row = self._index.one(
            "select name from term where taxonomy = ? and slug = ?", term.taxonomy, term.slug
        )
        return row[0] if row and row[0] else term.name

    def _archives(self, base: str, taxonomy: str, line: list[str], number: str) -> tuple[str, ...]:
        if taxonomy not in self._roots:
            rows = self._index.all("select name from root where taxonomy = ?", taxonomy)
            self._roots[taxonomy] = [name for (name,) in rows]
        return tuple(archives(base, taxonomy, line, number, self._roots[taxonomy]))

    def _number(self, term: Term) -> str:
        row = self._index.one(
            "select number from term where taxonomy = ? and slug = ?", term.taxonomy, term.slug
        )
        return row[0] if row else ""

    def _line(self, taxonomy: str, slug: str) -> list[str]:
        """The slug, its parent's, and so on."""
        line = [slug]
        while len(line) < _DEEPEST:
            above = self._above(taxonomy, line[-1])
            if above == slug:
                return [slug]  # whose parents lead back to it has none
            if not above or above in line:
                break
            line.append(above)
        return line

    def _above(self, taxonomy: str, slug: str) -> str:
        row = self._index.one(
            "select parent from term where taxonomy = ? and slug = ?", taxonomy, slug
        )
        return self._find(taxonomy, row[0]) if row and row[0] not in ("", "0") else ""

    def _find(self, taxonomy: str, parent: str) -> str:
        """A parent is told by its slug, in old exports by its name, in others by its number."""
        for column, value in (("slug", slug_of(parent)), ("name", parent), ("number", parent)):
            row = self._index.one(
                f"select slug from term where taxonomy = ? and {column} = ?",  # noqa: S608 (ours)
                taxonomy,
                value,
            )
            if row:
                return row[0]
        return ""
