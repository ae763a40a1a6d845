"""The whole archive of pages to read offline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from exporting import files
from exporting.archive import Archive
from exporting.models import Export
from exporting.naming import way
from exporting.offline.addresses import INDEX, Addresses
from exporting.offline.looks import STYLE, style
from exporting.offline.relocating import relocated
from exporting.planning import Plan, Spot, pages_of
from processes import facts, links
from processes.models import Article

_WITH = ("owner", "approved_by", "department")
_NOT_SHOWN = ("body", "text", "terms")


def write(archive: Archive, export: Export, plan: Plan) -> Iterator[None]:
    """Writes all of it; yields after each page and each file, so that progress can be told."""
    addresses = Addresses(plan)
    shared = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "export": export,
        "count": len(plan.pages),
    }
    archive.add_text(STYLE, style())
    _indexes(archive, plan, shared)
    for ids in plan.batches():
        rows = pages_of(plan.seeing, ids).select_related(*_WITH).defer(*_NOT_SHOWN)
        found = {article.pk: article for article in rows}
        for article in (found[pk] for pk in ids if pk in found):
            _page(archive, article, plan, addresses, shared)
            yield
    for spot in plan.distinct_files():
        files.write(archive, spot)
        yield


def _page(
    archive: Archive, article: Article, plan: Plan, addresses: Addresses, shared: dict[str, Any]
) -> None:
    here = f"{plan.pages[article.pk].path}.html"
    html = links.for_reader(article.html, plan.seeing.user)
    moved, shown = partial(addresses.moved, here=here), partial(addresses.shown, here=here)
    told = {
        "article": article,
        "html": mark_safe(relocated(html, moved, shown)),  # noqa: S308
        "facts": facts.described(article.facts, plan.seeing.user, article.owner),
        "way_up": _way_up(article.department_id, here, plan),
    }
    archive.add_text(here, _drawn("offline/page.html", here, shared | told))


def _indexes(archive: Archive, plan: Plan, shared: dict[str, Any]) -> None:
    tree = plan.seeing.tree
    for pk, folder in plan.folders.items():
        here = f"{folder}/{INDEX}"
        below = [child for child in plan.folders if tree.by_id[child].parent_id == pk]
        told = {
            "department": tree.by_id[pk],
            "folders": _folders(below, here, plan),
            "pages": _lines(plan.in_folder(pk), here),
            "way_up": _way_up(pk, here, plan)[:-1],
        }
        archive.add_text(here, _drawn("offline/department.html", here, shared | told))
    all_of_it = [
        {
            "name": tree.by_id[pk].name,
            "url": way(INDEX, f"{folder}/{INDEX}"),
            "depth": min(folder.count("/"), 5),
        }
        | {"pages": _lines(plan.in_folder(pk), INDEX)}
        for pk, folder in plan.folders.items()
    ]
    archive.add_text(INDEX, _drawn("offline/index.html", INDEX, shared | {"folders": all_of_it}))


def _folders(ids: list[int], here: str, plan: Plan) -> list[dict[str, str]]:
    tree = plan.seeing.tree
    return [
        {"name": tree.by_id[pk].name, "url": way(here, f"{plan.folders[pk]}/{INDEX}")} for pk in ids
    ]


def _lines(spots: list[Spot], here: str) -> list[dict[str, Any]]:
    return [
        {
            "title": spot.title,
            "url": way(here, f"{spot.path}.html"),
            "depth": min(spot.depth, 5),
            "is_archived": spot.is_archived,
        }
        for spot in spots
    ]


def _way_up(department_id: int, here: str, plan: Plan) -> list[dict[str, str]]:
    """The departments on the way, top first."""
    above = plan.seeing.tree.way_to(department_id, plan.seeing.hidden)
    return _folders([place.pk for place in above], here, plan)


def _drawn(template: str, here: str, told: dict[str, Any]) -> str:
    return render_to_string(template, told | {"style": way(here, STYLE), "top": way(here, INDEX)})
