"""A verb that was refused: a page that says what happened and how to go on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from processes import merging, permissions, workflow
from processes.models import Proposal, State
from processes.views.reading import compare_url

Link = dict[str, object]

NOT_THEIRS = "You do not decide on this proposal."

TITLES: dict[type[workflow.Refused], str] = {
    workflow.NotAllowed: "This is not yours to do",
    workflow.WrongState: "Somebody was quicker",
    workflow.TextMoved: "The text changed after you opened it",
    workflow.PageMoved: "The page has moved on",
    workflow.Incomplete: "Something is missing",
    workflow.RulesNotMet: "A rule of writing is not met",
    workflow.TooMuchToDraw: "The text is too much to draw",
    workflow.NotDrawnNow: "The text could not be drawn",
}


def page(
    request: HttpRequest, proposal: Proposal, refusal: workflow.Refused, *, kept: str = ""
) -> HttpResponse:
    """403 where the person may not, 409 where the state of things is against it.

    `kept` is what they had written, so that it can be used again.
    """
    context = told(proposal, refusal)
    last = next(iter(context["last_lines"]), None)
    if isinstance(refusal, workflow.WrongState) and last and last.by_id == request.user.pk:
        context["title"] = "This is settled already"  # a double click, or the back button
    context["links"] = _ways_on(context["proposal"], refusal, request.user)
    context["kept"] = kept
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)


def why_not_now(user: User, found: Proposal, *, own_words: bool = False) -> workflow.Refused | None:
    """What would keep this person from approving it, before they begin to choose or to write.

    `own_words`: they would put some of their own in.
    """
    if not permissions.decides(user, found):
        return workflow.NotAllowed(NOT_THEIRS)
    if own_words and user.departments.four_eyes(found.article.department_id):
        return workflow.NotAllowed(
            "Four eyes are asked for here: return it and say what to change."
        )
    if not found.is_pending:
        state = "a draft" if found.state == State.DRAFT else found.get_state_display().lower()
        return workflow.WrongState(f"This proposal is {state}, so this is no longer possible.")
    moved = merging.moved(user, found)
    if moved and not moved.is_merged:
        return workflow.PageMoved(
            f"Version {moved.live} is live, and this is made from {moved.base}."
        )
    return None


def taken_back(request: HttpRequest, proposal: Proposal, *, kept: str = "") -> HttpResponse | None:
    """To everybody but its author, a page that says that it is a draft again; None if it is not."""
    if not is_hidden_from(request.user, proposal):
        return None
    refusal = workflow.WrongState(f"{proposal.author} took it back, to work on it.")
    return page(request, proposal, refusal, kept=kept)


def barred(request: HttpRequest, proposal: Proposal, *, kept: str = "") -> HttpResponse | None:
    """To whoever does not decide on it, and where it was taken back, a page that says so."""
    if not permissions.decides(request.user, proposal):
        return page(request, proposal, workflow.NotAllowed(NOT_THEIRS), kept=kept)
    return taken_back(request, proposal, kept=kept)


def is_hidden_from(user: User, proposal: Proposal) -> bool:
    """Whether it is a draft by somebody else: nothing of its text is shown."""
    return proposal.state == State.DRAFT and proposal.author_id != user.pk


def told(proposal: Proposal, refusal: workflow.Refused) -> dict[str, Any]:
    """What happened, in words, and who did what last to the proposal as it is now."""
    fresh = Proposal.objects.select_related("article__department", "article__owner", "author").get(
        pk=proposal.pk
    )
    return {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} What you asked for was not done.",
        "proposal": fresh,
        "article": fresh.article,
        "last_lines": list(fresh.decisions.select_related("by", "on_behalf_of")[:1]),
    }


def _ways_on(proposal: Proposal, refusal: workflow.Refused, user: User) -> list[Link]:
    mine = proposal.author_id == user.pk
    links = []
    if not is_hidden_from(user, proposal):
        url = proposal.get_absolute_url()
        links.append(_link("Open the proposal as it is now", url, primary=True))
    if isinstance(refusal, workflow.PageMoved):
        links.append(_link("See what changed on the page", compare_url(proposal)))
        if mine and proposal.is_editable:
            edit = reverse("proposal_edit", args=[proposal.pk])
            links.insert(0, _link("Bring your proposal up to date", edit, primary=True))
            links[1]["primary"] = False
    if proposal.article.is_published:
        links.append(_link("Open the live page", proposal.article.get_absolute_url()))
    if not mine:
        links.append(_link("My reviews", reverse("reviews")))
    return links


def _link(label: str, url: str, *, primary: bool = False) -> Link:
    return {"label": label, "url": url, "primary": primary}
