"""A verb that was refused: a page that says what happened and how to go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from processes import workflow
from processes.models import Proposal
from processes.views.reading import compare_url

Link = dict[str, object]

TITLES: dict[type[workflow.Refused], str] = {
    workflow.NotAllowed: "This is not yours to do",
    workflow.WrongState: "Somebody was quicker",
    workflow.TextMoved: "The text changed after you opened it",
    workflow.PageMoved: "The page has moved on",
    workflow.Incomplete: "Something is missing",
    workflow.TooMuchToDraw: "The text is too much to draw",
    workflow.NotDrawnNow: "The text could not be drawn",
}


def page(request: HttpRequest, proposal: Proposal, refusal: workflow.Refused) -> HttpResponse:
    """403 where the person may not, 409 where the state of things is against it."""
    fresh = Proposal.objects.select_related("article__department", "article__owner", "author").get(
        pk=proposal.pk
    )
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} What you asked for was not done.",
        "proposal": fresh,
        "article": fresh.article,
        "links": _ways_on(fresh, refusal, mine=fresh.author_id == request.user.pk),
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)


def _ways_on(proposal: Proposal, refusal: workflow.Refused, *, mine: bool) -> list[Link]:
    links = [_link("Open the proposal as it is now", proposal.get_absolute_url(), primary=True)]
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
