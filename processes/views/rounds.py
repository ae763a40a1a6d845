"""A proposal's rounds, and its source compared line by line."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from processes import facts, links
from processes.text.diffing import diff
from processes.views import checking, comparison
from processes.views.access import get_proposal, lineage


@require_safe
def proposal_round(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One text that was put before somebody: what changed since the one before it, and in all."""
    found = get_proposal(request.user, pk)
    if number > found.round:  # a number of any length may be asked for
        raise Http404("There is no such round.")
    near = {
        row.number: row
        for row in found.rounds.select_related("by").filter(
            number__in=(number - 1, number, number + 1)
        )
    }
    if number not in near:
        raise Http404("There is no such round.")
    shown, before = near[number], near.get(number - 1)
    shown.proposal = found
    context = {
        "proposal": found,
        "article": found.article,
        "lineage": lineage(request.user, found.article.department),
        "round": shown,
        "before": before,
        "after": near.get(number + 1),
        "since": comparison.since_round(request.user, shown, before) if before else None,
        "comparison": comparison.of_round(request.user, shown) if shown.base_version else None,
        "facts": facts.described(shown.facts, request.user, found.article.owner),
        "checklist": checking.of_round(shown),
        "preview_html": links.for_reader(shown.html, request.user),
    }
    return render(request, "proposals/round.html", context)


@require_safe
def proposal_source(request: HttpRequest, pk: int) -> HttpResponse:
    """The change line by line, as it was typed."""
    found = get_proposal(request.user, pk)
    if found.is_new_article:
        return redirect(found)
    old = comparison.base_text(found)
    context = {
        "proposal": found,
        "article": found.article,
        "lineage": lineage(request.user, found.article.department),
        "fields": comparison.changed_fields(old, found, request.user),
        "diff": diff(old.body, found.body),
    }
    return render(request, "proposals/source.html", context)
