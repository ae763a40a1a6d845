"""Which pages and files an export holds, and what each is called there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exporting.models import Export
from exporting.naming import Names, fit
from exporting.seeing import Seeing
from importing.batches import in_batches
from importing.imprimatur import format as names
from processes.models import Article, AttachmentUse
from processes.models.article import ArticleQuerySet

BATCH = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """A page: where it stands in the export, without the ending of the file's name."""

    id: int
    path: str
    department_id: int
    address: str
    title: str
    depth: int
    is_archived: bool


@dataclass(frozen=True, slots=True)
class FileSpot:
    """An attachment. Several may be one file: the same bytes under the same name."""

    key: uuid.UUID
    path: str
    stored: str
    name: str
    sha256: str
    size: int
    content_type: str
    department_id: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """In the order of the export: departments as menus have them, pages as departments do."""

    seeing: Seeing
    pages: dict[int, Spot]
    folders: dict[int, str]
    files: dict[uuid.UUID, FileSpot]

    def distinct_files(self) -> list[FileSpot]:
        return list({spot.path: spot for spot in self.files.values()}.values())

    def in_folder(self, department_id: int) -> list[Spot]:
        return [spot for spot in self.pages.values() if spot.department_id == department_id]

    def batches(self) -> Iterator[Sequence[int]]:
        """The ids of the pages, some at a time."""
        return in_batches(list(self.pages), BATCH)


def plan(export: Export, seeing: Seeing, index: str) -> Plan:
    """What this person may read of what was asked for. `index` is what every folder holds."""
    rows = list(_pages(export, seeing).values_list(*_TOLD))
    folders = _folders({row[1] for row in rows}, seeing)
    order = {pk: at for at, pk in enumerate(folders)}
    rows.sort(key=lambda row: (order[row[1]], bytes(row[4]), row[2]))
    spots = _spots(rows, folders, index)
    files = _files(list(spots), live_only=not export.with_history)
    return Plan(seeing, spots, folders, files)


def pages_of(seeing: Seeing, ids: Sequence[int]) -> ArticleQuerySet:
    """These pages, as far as they may be read now: asked again whenever some are written."""
    return Article.objects.visible_to(seeing.user).filter(pk__in=ids, version__gt=0)


_TOLD = ("pk", "department_id", "slug", "title", "place", "parent_id", "archived_at")


def _pages(export: Export, seeing: Seeing) -> ArticleQuerySet:
    pages = Article.objects.visible_to(seeing.user).filter(version__gt=0).order_by()
    if export.article_id:
        return pages.filter(pk=export.article_id)
    if export.department_id:
        below = [place.pk for place in seeing.tree.subtree(export.department_id)]
        return pages.filter(department__in=below)
    return pages


def _folders(used: set[int], seeing: Seeing) -> dict[int, str]:
    """Of each department with pages, and of those above it that may be known."""
    ways = {pk: [above.pk for above in seeing.tree.way_to(pk, seeing.hidden)] for pk in used}
    needed = {pk for way in ways.values() for pk in way}
    ordered = [pk for pk in seeing.tree.shape.rows if pk in needed]
    ways |= {pk: [above.pk for above in seeing.tree.way_to(pk, seeing.hidden)] for pk in ordered}
    paths = {
        pk: "/".join(_folder(seeing.tree.said_of(above)[1], at) for at, above in enumerate(way))
        for pk, way in ways.items()
    }
    return {pk: paths[pk] for pk in sorted(paths, key=lambda pk: _in_menus(ways[pk], ordered))}


def _in_menus(way: Sequence[int], ordered: Sequence[int]) -> list[int]:
    return [ordered.index(pk) for pk in way]


def _folder(slug: str, depth: int) -> str:
    return f"{fit(slug)}-department" if not depth and slug in names.TAKEN else fit(slug)


def _spots(
    rows: Sequence[tuple[int, int, str, str, bytes, int | None, object]],
    folders: dict[int, str],
    index: str,
) -> dict[int, Spot]:
    parents = {row[0]: row[5] for row in rows}
    taken = {pk: Names(index) for pk in folders}
    return {
        pk: Spot(
            pk,
            f"{folders[department]}/{taken[department].free(fit(slug))}",
            department,
            slug,
            title,
            _depth(pk, parents),
            archived is not None,
        )
        for pk, department, slug, title, _, _, archived in rows
    }


def _depth(pk: int, parents: dict[int, int | None]) -> int:
    seen = {pk}
    while (above := parents.get(pk)) is not None and above in parents and above not in seen:
        seen.add(above)
        pk = above
    return len(seen) - 1


def _files(ids: Sequence[int], *, live_only: bool) -> dict[uuid.UUID, FileSpot]:
    """What these pages show; with their history, what they ever showed."""
    found: dict[uuid.UUID, tuple[object, ...]] = {}
    told = ("file", "name", "sha256", "size", "content_type", "department_id")
    for some in in_batches(ids, BATCH):
        uses = AttachmentUse.objects.filter(article__in=some)
        uses = uses.filter(is_live=True) if live_only else uses
        rows = uses.order_by().values_list(*(f"attachment__{name}" for name in ("key", *told)))
        found |= {key: tuple(rest) for key, *rest in rows}
    taken, paths, spots = Names(), {}, {}
    for key in sorted(found, key=lambda key: (str(found[key][1]), str(found[key][2]), key)):
        stored, name, sha256, size, content_type, department = found[key]
        if (name, sha256) not in paths:
            free = taken.free(fit(str(name)))
            paths[name, sha256] = f"{names.ATTACHMENT_FOLDER}/{free}"
        path = paths[name, sha256]
        spots[key] = FileSpot(key, path, stored, name, sha256, size, content_type, department)  # type: ignore[arg-type]
    return spots
