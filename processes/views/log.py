"""Everything that was decided on an article, as a table to take away."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from processes import decision_log
from processes.views.access import follows_moves, get_article

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


class _Echo:
    """A file that hands back what is written to it: that is how a csv.writer is streamed."""

    def write(self, line: str) -> str:
        return line


@require_safe
@follows_moves
def log(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Where the decisions used to be: they stand among the versions now."""
    article = get_article(request.user, department, slug, "history/log/")
    return redirect("history", article.department.slug, article.slug)


@require_safe
@follows_moves
def log_csv(request: HttpRequest, department: str, slug: str) -> StreamingHttpResponse:
    """All decisions on an article that this person may see, newest first, as a CSV file."""
    article = get_article(request.user, department, slug, "history/log.csv")
    rows = decision_log.table(decision_log.of(article, request.user))
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    name = f"decisions-{article.department.slug}-{article.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow(row)
