"""Who wrote which line of a version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from processes import decision_log, history
from processes.history import OldVersion
from processes.models import Article, Decision
from processes.text.diffing import lines_of
from processes.text.line_origins import Runs, spread
from processes.views.access import follows_moves, lineage
from processes.views.afterwards import is_being_read
from processes.views.history import published
from processes.views.versions import asked_number, find


@dataclass(slots=True)
class Group:
    """Lines that stand together and came with the same version, by what decision."""

    version: int
    decision: Decision | None
    lines: list[tuple[int, str]] = field(default_factory=list)


@require_safe
@follows_moves
def lines(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """The source of the live version, or of `?version=`: which version brought each line, who
    wrote it and why. Of a long history from before this was kept, a job finds it out first."""
    article = published(request, department, slug, "history/lines/")
    number = asked_number(request, "version", article.version)
    found = find(article, number)
    origins = history.origins(article, number)
    if origins is None and is_being_read(request):
        history.ask_for_origins(article.pk)
        origins = history.origins(article, number)
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "version": found,
        "is_live": number == article.version,
        "is_known": origins is not None,
        "groups": _groups(article, found, origins, request.user) if origins else [],
    }
    return render(request, "history/lines.html", context)


def _groups(article: Article, found: OldVersion, origins: Runs, user: User) -> list[Group]:
    """One query for all decisions."""
    brought = {version for _many, version in origins}
    decisions = decision_log.of(article, user).published().filter(version__in=brought)
    by_version = {decision.version: decision for decision in decisions}
    groups: list[Group] = []
    for number, line, version in _numbered(found.body, origins):
        # A blank line tells nothing by itself: it goes with what stands above it.
        if not groups or (groups[-1].version != version and line.strip()):
            groups.append(Group(version, by_version.get(version)))
        groups[-1].lines.append((number, line))
    return groups


def _numbered(body: str, origins: Runs) -> Iterator[tuple[int, str, int]]:
    texts = lines_of(body)
    for number, (line, version) in enumerate(zip(texts, spread(origins), strict=False), start=1):
        yield number, line, version
