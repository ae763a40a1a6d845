"""The author's own proposals: the list, one of them, and what is done with it in one click."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from processes import permissions, workflow, working_copies
from processes.models import OPEN_STATES, Proposal
from processes.views import checking, opened, refusals
from processes.views.access import get_own_proposal, get_proposal_to_decide, writers_only
from processes.views.reading import proposal_context

PER_PAGE = 30


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """My proposals: the open ones, then those that are closed."""
    mine = Proposal.objects.visible_to(request.user).filter(author=request.user).for_lists()
    closed = mine.exclude(state__in=OPEN_STATES).order_by("-closed_at")
    context = {
        "unsaved": working_copies.unsaved(request.user),
        "open_proposals": list(mine.open()),
        "page_obj": Paginator(closed, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "proposals/list.html", context)


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what it changes, how it will look, what was said, and who decides."""
    found = get_proposal_to_decide(request.user, pk)
    if answer := refusals.taken_back(request, found):
        return answer
    opened.note(request, found)
    return render(request, "proposals/detail.html", proposal_context(request.user, found))


@require_POST
@writers_only
def proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, workflow.submit, "Submitted. {who_decides}")


@require_POST
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, workflow.withdraw, "Withdrawn. You can still read it here.")


@require_POST
def proposal_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    response = act(request, pk, workflow.take_back, "Back in draft: change it, then submit again.")
    return redirect("proposal_edit", pk) if response.status_code == 302 else response


def act(
    request: HttpRequest,
    pk: int,
    verb: Callable[..., Proposal],
    said: str,
) -> HttpResponse:
    """Lets the author do what `verb` does, and says so, or why it was refused."""
    found = get_own_proposal(request.user, pk)
    try:
        verb(found, request.user)
    except workflow.RulesNotMet:
        return checking.go_and_mend(found)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    messages.success(request, said.format(who_decides=who_decides(found)))
    return redirect(found)


def who_decides(found: Proposal) -> str:
    """A sentence for its author: who is first in line."""
    first = next(iter(permissions.deciders(found.article, found.author)), None)
    if first == found.author:
        return "You decide on it yourself."
    return f"{first} will decide on it." if first else ""
