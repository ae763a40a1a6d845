"""Saying something about a proposal, and asking colleagues for their view."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people_fields import found_by
from processes import conversation, workflow
from processes.conversation.forms import CommentForm, ConsultForm
from processes.models import Comment, Consultation, Proposal
from processes.views.access import get_proposal


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a comment. What cannot be added comes back with all its text."""
    found = get_proposal(request.user, pk)
    if request.method != "POST":  # after signing in again, or by a bookmark
        return _to(found, "comments")
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _comment_again(request, found, form, status=422)
    told = form.cleaned_data
    try:
        added = conversation.comment(
            found,
            request.user,
            told["comment"],
            round=told["round"],
            part=told["part"],
            answer_to=_answered(found, told["answer_to"]),
        )
    except workflow.Refused as refusal:
        form.add_error(None, str(refusal))
        return _comment_again(request, found, form, status=_status(refusal))
    for sentence in conversation.unheard(added):
        messages.warning(request, sentence)
    return _to(found, f"comment-{added.pk}")


@require_POST
def comment_resolve(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Settles a thread; with `action=reopen`, opens it again."""
    found = get_proposal(request.user, pk)
    thread = get_object_or_404(found.comments.filter(answer_to=None), pk=comment)
    reopens = request.POST.get("action") == "reopen"
    verb = conversation.reopen if reopens else conversation.resolve
    try:
        verb(thread, request.user)
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
    return _to(found, f"comment-{thread.pk}" if reopens or thread.part else "comments")


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks people for their view, from the proposal's page or from a form of its own."""
    found = get_proposal(request.user, pk)
    form = ConsultForm(request.POST if request.method == "POST" else None)
    found_by(request.user, form.fields.values())
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                asked = conversation.consult(found, request.user, form.cleaned_data["people"])
            except workflow.Refused as refusal:
                form.add_error(None, str(refusal))
                status = _status(refusal)
            else:
                messages.success(request, _said_of(asked))
                return _to(found, "consulted")
    shown = conversation.shown(request.user, found)
    context = {"proposal": found, "article": found.article, "form": form, "conversation": shown}
    return render(request, "conversation/consult.html", context, status=status)


def _comment_again(
    request: HttpRequest, proposal: Proposal, form: CommentForm, *, status: int
) -> HttpResponse:
    proposal.refresh_from_db(fields=["state"])
    shown = conversation.shown(request.user, proposal)
    context = {
        "proposal": proposal,
        "article": proposal.article,
        "form": form,
        "may_comment": shown.may_comment,
    }
    return render(request, "conversation/again.html", context, status=status)


def _answered(proposal: Proposal, pk: int | None) -> Comment | None:
    return get_object_or_404(proposal.comments.select_related("answer_to"), pk=pk) if pk else None


def _status(refusal: workflow.Refused) -> int:
    """403 where the person may not, 422 for what they can mend, 409 where time has gone by."""
    if isinstance(refusal, workflow.NotAllowed):
        return 403
    return 422 if isinstance(refusal, workflow.Incomplete) else 409


def _said_of(asked: list[Consultation]) -> str:
    if not asked:
        return "They were asked already, and can read the proposal."
    names = [str(question.person) for question in asked]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"{listed} {'were' if names[1:] else 'was'} asked."


def _to(proposal: Proposal, anchor: str) -> HttpResponse:
    return redirect(f"{proposal.get_absolute_url()}#{anchor}")
