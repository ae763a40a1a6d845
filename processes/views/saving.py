"""What becomes of a form that was sent: saved, then submitted or published, then who is asked."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from processes import conversation, workflow
from processes.models import Article, Proposal, State
from processes.page_forms import PageForm
from processes.publishing import Content
from processes.views import checking, drafts
from processes.views.desk import Desk
from processes.views.proposals import act, who_decides


def keep(desk: Desk, form: PageForm, write: Callable[[], Proposal]) -> HttpResponse:
    """Saves first, then submits or publishes: a refusal never costs the text."""
    if not form.is_valid():
        return desk.page(form)
    try:
        saved = write()
    except workflow.AlreadyOpen as refusal:
        return _already_open(desk, form, refusal.proposal)
    except workflow.TooMuchToDraw as refusal:
        form.add_error("body", str(refusal))
        return desk.page(form)
    except workflow.NotDrawnNow as refusal:
        form.add_error(None, f"{refusal} Your text is still below.")
        return desk.page(form, status=503)
    except workflow.Refused as refusal:
        form.add_error(None, str(refusal))
        return desk.page(form, status=409)
    _settle(desk.request, saved)
    _remember(desk.request, saved, form)
    if form.publishing:
        return _publish(desk.request, saved)
    if form.submitting:
        return _submit(desk.request, saved, form)
    messages.success(desk.request, "Draft saved.")
    return redirect(saved)


def still_to_ask(request: HttpRequest, draft: Proposal) -> str:
    """Colleagues whom the author named on a draft: they are asked once it is submitted."""
    return request.session.get(_key(draft), "")


def _settle(request: HttpRequest, saved: Proposal) -> None:
    if left := drafts.settle(request, saved):
        messages.warning(
            request,
            f"What you wrote in another window at {drafts.moment(left.saved_at)} is not part of"
            " it. It is kept: open the form again to see it.",
        )


def _submit(request: HttpRequest, saved: Proposal, form: PageForm) -> HttpResponse:
    try:
        workflow.submit(saved, request.user)
    except workflow.RulesNotMet:
        return checking.go_and_mend(saved)
    except workflow.PageMoved:
        return _only_saved(request, saved, "submitted", "the page has changed meanwhile.")
    except workflow.Refused as refusal:
        return _only_saved(request, saved, "submitted", str(refusal))
    messages.success(request, f"Submitted. {who_decides(saved)}")
    _ask(request, saved, form)
    request.session.pop(_key(saved), None)
    return redirect(saved)


def _publish(request: HttpRequest, saved: Proposal) -> HttpResponse:
    try:
        version = workflow.publish_directly(saved, request.user)
    except workflow.RulesNotMet:
        return checking.go_and_mend(saved, "published")
    except workflow.PageMoved:
        return _only_saved(request, saved, "published", "the page has changed meanwhile.")
    except workflow.Refused as refusal:
        return _only_saved(request, saved, "published", str(refusal))
    messages.success(request, _what_is_live(saved, version))
    # A new title brought a new address.
    return redirect(Article.objects.select_related("department").get(pk=saved.article_id))


def _ask(request: HttpRequest, saved: Proposal, form: PageForm) -> None:
    people = [person for person in form.cleaned_data["consult"] if person != request.user]
    if not people:
        return
    try:
        conversation.consult(saved, request.user, people)
    except workflow.Refused as refusal:
        messages.warning(request, f"Nobody was asked: {refusal}")
        return
    messages.success(request, f"Asked: {', '.join(map(str, people))}.")


def _only_saved(request: HttpRequest, saved: Proposal, what: str, why_not: str) -> HttpResponse:
    """On to the form of what is saved now: the form before would begin a second proposal."""
    messages.warning(request, f"Saved, but not {what}: {why_not}")
    return redirect("proposal_edit", saved.pk)


def _already_open(desk: Desk, form: PageForm, mine: Proposal) -> HttpResponse:
    """A double click lands on the one proposal; a different text is kept on the page."""
    change = form.change()
    same = Content.of(mine) == change.content.with_facts_of(mine)
    if same and mine.filing == change.filing:
        _settle(desk.request, mine)
        if form.submitting and not form.publishing and mine.state == State.DRAFT:
            return act(desk.request, mine.pk, workflow.submit, "Submitted. {who_decides}")
        return redirect(mine)
    form.add_error(
        None,
        "You already have an open proposal to this page, in another tab perhaps. Your text is"
        " still below: copy what you need into that proposal.",
    )
    return desk.page(form, status=409, open_proposal=mine)


def _what_is_live(saved: Proposal, version: int) -> str:
    """What came of it; what another person or department has to accept still waits for them."""
    offers = saved.transfers.open().select_related("owner", "department")
    said = [f"Version {version} is live."] if version != saved.article.version else []
    said += [f"Offered to {offer.owner or offer.department}." for offer in offers]
    return " ".join(said) or "Done."


def _remember(request: HttpRequest, saved: Proposal, form: PageForm) -> None:
    named = form["consult"].value() or ""
    if named.strip():
        request.session[_key(saved)] = named
    else:
        request.session.pop(_key(saved), None)


def _key(draft: Proposal) -> str:
    return f"still-to-ask-{draft.pk}"
