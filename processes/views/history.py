"""The history of an article: its versions, and between them what else was decided on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes import decision_log
from processes import history as versions
from processes.models import Action, Article, Decision, Provenance
from processes.models.decision import PUBLISHING
from processes.views.access import follows_moves, get_article, lineage
from processes.views.origin import Origin

PER_PAGE = 50
VERSIONS = "versions"  # ?show=


@require_safe
@follows_moves
def history(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Newest first: every version with who wrote and approved it, when and why, and what else was
    decided, as far as this person may see it; `?show=versions` leaves that out.

    Nothing is counted: one line more than a page holds says whether there is another page.
    """
    article = get_article(request.user, department, slug, "history/")
    number = _page_number(request)
    only_versions = request.GET.get("show") == VERSIONS
    rows, is_more = _lines(request, article, number, only_versions=only_versions)
    if number > 1 and not rows:
        raise Http404("This page's history is not that long.")
    if only_versions and rows:
        versions.add_confirmations(rows)
    _add_origin(rows, article)
    shown = [row.version for row in rows if row.is_version]
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "rows": rows,
        "only_versions": only_versions,
        "newer": number - 1,
        "older": number + 1 if is_more else 0,
        "pick_to": shown[0] if shown else None,
        "pick_from": shown[1] if len(shown) > 1 else None,
    }
    return render(request, "history/list.html", context)


def published(request: HttpRequest, department: str, slug: str, suffix: str) -> Article:
    """An article that has versions. Raises Moved and Http404."""
    article = get_article(request.user, department, slug, suffix)
    if not article.is_published:
        raise Http404("This page was never published.")
    return article


def _lines(
    request: HttpRequest, article: Article, number: int, *, only_versions: bool
) -> tuple[list[Decision], bool]:
    """The lines of one page of the list, and whether another page follows."""
    decisions = decision_log.of(article, request.user)
    if only_versions:
        decisions = decisions.published()
    first = (number - 1) * PER_PAGE
    rows = list(decisions[first : first + PER_PAGE + 1])
    for row in rows:
        row.article = article
        row.is_version = row.version is not None and row.action in PUBLISHING  # type: ignore[attr-defined]
    return rows[:PER_PAGE], len(rows) > PER_PAGE


def _add_origin(rows: list[Decision], article: Article) -> None:
    """To the line of its import, where the page came from (one query where that line is shown)."""
    imported = [row for row in rows if row.action == Action.IMPORTED]
    if not imported:
        return
    found = Provenance.objects.filter(article=article).select_related("author").first()
    if found is not None:
        # Of a page whose versions came along, it is the last of them that was imported.
        imported[0].origin = Origin.from_row(found)  # type: ignore[attr-defined]


def _page_number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return int(raw) if raw.isdecimal() and 0 < len(raw) < 6 and int(raw) else 1
