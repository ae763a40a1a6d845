"""The whole archive of Markdown files."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from exporting import files
from exporting.archive import Archive
from exporting.markdown import histories, indexes, pages, tables
from exporting.markdown.told import moment
from exporting.models import Export
from exporting.planning import Plan
from importing.imprimatur import format as names


def write(archive: Archive, export: Export, plan: Plan) -> Iterator[None]:
    """Writes all of it; yields after each page and each file, so that progress can be told."""
    is_all = not export.article_id and not export.department_id
    tables.write(archive, plan, is_all=is_all)
    indexes.write(archive, export, plan, settings.SITE_NAME, settings.SITE_URL)
    listed = []
    for ids in plan.batches():
        for article in pages.write(archive, pages.fetch(plan, ids), plan):
            listed.append({"id": article.pk, "file": f"{plan.pages[article.pk].path}.md"})
            if export.with_history:
                histories.write(archive, article, plan)
            yield
    missing = []
    for spot in plan.distinct_files():
        if not files.write(archive, spot):
            missing.append(spot.path)
        yield
    tables.write_people(archive, plan.seeing)
    archive.add_json(names.MANIFEST, _manifest(archive, export, plan, listed, missing))


def _manifest(
    archive: Archive,
    export: Export,
    plan: Plan,
    listed: list[dict[str, object]],
    missing: list[str],
) -> dict[str, object]:
    return {
        "format": names.FORMAT,
        "format_version": names.VERSION,
        "site": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "made_at": moment(export.made_at),
        "made_by": export.made_by.email,
        "holds": _scope(export),
        "with_history": export.with_history,
        "counts": {"pages": len(listed), "files": len(plan.distinct_files()) - len(missing)},
        "missing_files": missing,
        "pages": listed,
        "sha256": dict(sorted(archive.digests.items())),
    }


def _scope(export: Export) -> dict[str, object]:
    if export.article_id:
        return {"page": export.article_id}
    return {"department": export.department.slug} if export.department else {"all": True}
