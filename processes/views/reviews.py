"""The decisions on a proposal."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from processes import workflow
from processes.models import Proposal
from processes.review_forms import ApproveForm, ReasonForm
from processes.views import refusals
from processes.views.access import get_proposal_to_decide
from processes.views.reading import proposal_context


@require_POST
def proposal_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes what was read: the marks of the page that was shown decide."""
    found = get_proposal_to_decide(request.user, pk)
    form = ApproveForm.for_proposal(found, request.POST)
    if not form.is_valid():
        return _page(request, found, approve_form=form)
    word = form.word()
    try:
        version = workflow.approve(found, request.user, **form.as_read(), **word)
    except workflow.RulesNotMet as refusal:
        form.add_error("override", str(refusal))
        return _page(request, found, approve_form=form)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal, kept=word["comment"])
    return published(request, found, version, "Approved.")


@require_POST
def proposal_return(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(
        request, pk, workflow.return_to_author, "Returned to {author} with your reason."
    )


@require_POST
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, workflow.decline, "Declined. {author} can read why.")


@require_POST
def proposal_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings the text back that was live before this proposal was."""
    found = get_proposal_to_decide(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, undo_form=form)
    reason = form.cleaned_data["comment"]
    try:
        version = workflow.undo(found, request.user, reason)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal, kept=reason)
    return published(request, found, version, "Undone.", filed=False)


def published(
    request: HttpRequest, found: Proposal, version: int, done: str, *, filed: bool = True
) -> HttpResponse:
    """On to the live page, which says what happened, and who has to accept what was `filed`."""
    is_new = version != found.article.version
    found.article.refresh_from_db()
    said = f"Version {version} is live." if is_new else f"Its text stays version {version}."
    messages.success(request, f"{done} {said}{_offered(found) if filed else ''}")
    return redirect(found.article)


def _offered(found: Proposal) -> str:
    offers = found.transfers.open().select_related("owner", "department")
    asked = " and ".join(str(offer.owner or offer.department) for offer in offers)
    return (
        f" The page is offered to {asked}, and stays as it is until they accept." if asked else ""
    )


def _with_reason(
    request: HttpRequest, pk: int, verb: Callable[..., Proposal], said: str
) -> HttpResponse:
    found = get_proposal_to_decide(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason_form=form)
    reason = form.cleaned_data["comment"]
    try:
        verb(found, request.user, reason)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal, kept=reason)
    messages.success(request, said.format(author=found.author))
    return redirect("reviews")


def _page(request: HttpRequest, found: Proposal, **forms: ApproveForm | ReasonForm) -> HttpResponse:
    """The proposal again, with what was refused and why."""
    if answer := refusals.barred(request, found):
        return answer
    context = proposal_context(request.user, found, **forms)
    return render(request, "proposals/detail.html", context, status=422)
