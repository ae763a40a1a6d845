"""An old version proposed again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from processes import history, workflow
from processes.models import Article, Proposal, State
from processes.views.access import follows_moves, lineage, writers_only
from processes.views.history import published

SAID = "This is version {number} again, as a draft that you alone see. Submit it once it is right."


@require_POST
@writers_only
@follows_moves
def restore_version(request: HttpRequest, department: str, slug: str, number: int) -> HttpResponse:
    """A draft with the text of an old version, which its author then looks at in the editor."""
    article = published(request, department, slug, f"history/{number}/restore/")
    try:
        draft = workflow.bring_back(article, request.user, number)
    except workflow.AlreadyOpen as refusal:
        return _already_open(request, article, number, refusal.proposal)
    except workflow.Refused as refusal:
        return _refused(request, article, number, refusal)
    messages.success(request, SAID.format(number=number))
    return redirect("proposal_edit", draft.pk)


def _already_open(
    request: HttpRequest, article: Article, number: int, mine: Proposal
) -> HttpResponse:
    if mine.restores == number and mine.state == State.DRAFT:  # a double click
        return redirect("proposal_edit", mine.pk)
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "number": number,
        "mine": mine,
    }
    return render(request, "history/already.html", context, status=409)


def _refused(
    request: HttpRequest, article: Article, number: int, refusal: workflow.Refused
) -> HttpResponse:
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "number": number if number in history.read(article, number) else None,
        "refusal": refusal,
    }
    may_not = isinstance(refusal, workflow.NotAllowed)
    missing = isinstance(refusal, workflow.Incomplete)
    status = 403 if may_not else 404 if missing else 409
    return render(request, "history/not-restored.html", context, status=status)
