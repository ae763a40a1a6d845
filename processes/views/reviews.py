"""What waits for my decision, and the decisions."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from processes import permissions, workflow
from processes.forms import ApproveForm, ReasonForm
from processes.models import Proposal
from processes.views import refusals
from processes.views.access import get_proposal
from processes.views.reading import proposal_context

PER_PAGE = 50


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """My reviews: everything that waits for me, oldest first."""
    waiting = permissions.waiting_for(request.user).for_lists()
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reviews/list.html", {"waiting": page.object_list, "page_obj": page})


@require_POST
def proposal_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes what was read: the digest and base version of the page that was shown decide."""
    found = get_proposal(request.user, pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That approval was incomplete. Please read the page again.")
        return redirect(found)
    try:
        version = workflow.approve(found, request.user, **form.cleaned_data)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    found.article.refresh_from_db()
    messages.success(request, f"Approved. Version {version} is live.")
    return redirect(found.article)


@require_POST
def proposal_return(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(
        request, pk, workflow.return_to_author, "Returned to {author} with your reason."
    )


@require_POST
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, workflow.decline, "Declined. {author} can read why.")


def _with_reason(
    request: HttpRequest, pk: int, verb: Callable[..., Proposal], said: str
) -> HttpResponse:
    found = get_proposal(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = proposal_context(request.user, found, reason_form=form)
        return render(request, "proposals/detail.html", context, status=422)
    try:
        verb(found, request.user, form.cleaned_data["comment"])
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    messages.success(request, said.format(author=found.author))
    return redirect("reviews")
