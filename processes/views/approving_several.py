"""Several minor changes approved together, each of them read, each in a transaction of its own."""

from __future__ import annotations

import logging
import re

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from processes import workflow
from processes.models import Proposal
from processes.views import opened
from processes.views.queue import FILTERS

AT_ONCE = 25  # approvals in one request: each draws a page
OUTCOMES = "approved_together"
CHOICE = re.compile(r"(\d{1,18}):(\d{1,9}):([0-9a-f]{64})")

logger = logging.getLogger(__name__)

# What became of one of them, as the session keeps it for the next page.
Outcome = dict[str, object]


@require_POST
def reviews_approve(request: HttpRequest) -> HttpResponse:
    """`choice` is pk:round:digest of each; what became of each is on the page that follows."""
    chosen = list(dict.fromkeys(request.POST.getlist("choice")))
    show = request.POST.get("show", "")
    back = reverse("reviews", query={"show": show} if show in FILTERS else None)
    if not chosen:
        messages.info(request, "Tick the changes that you want to approve together.")
        return redirect(back)
    outcomes = [_approve(request, choice) for choice in chosen[:AT_ONCE]]
    left = len(chosen[AT_ONCE:])
    request.session[OUTCOMES] = {"outcomes": outcomes, "left": left, "back": back}
    return redirect("reviews_approved")


@require_safe
def reviews_approved(request: HttpRequest) -> HttpResponse:
    """What became of those that were approved together last; reading it again changes nothing."""
    told = request.session.get(OUTCOMES)
    if told is None:
        return redirect("reviews")
    done = sum(bool(outcome["done"]) for outcome in told["outcomes"])
    context = {**told, "done": done, "refused": len(told["outcomes"]) - done}
    return render(request, "reviews/approved.html", context)


def _approve(request: HttpRequest, choice: str) -> Outcome:
    found = _chosen(request, choice)
    if found is None:
        return _outcome("A proposal", "", "It is not there any more, or not for you to read.")
    url = found.get_absolute_url()
    if why_not := _why_not(request, found, choice):
        return _outcome(found.title, url, why_not)
    digest = choice.rpartition(":")[2]
    try:
        version = workflow.approve(
            found, request.user, digest=digest, base_version=found.base_version
        )
    except workflow.Refused as refusal:
        return _outcome(found.title, url, str(refusal))
    except DatabaseError:
        logger.exception("Proposal %s could not be approved with others", found.pk)
        return _outcome(found.title, url, "Something went wrong, and nothing of it was done.")
    found.article.refresh_from_db(fields=["department", "slug"])
    page = found.article.get_absolute_url()
    return _outcome(found.title, page, f"Version {version} is live.", done=True)


def _chosen(request: HttpRequest, choice: str) -> Proposal | None:
    if not (parts := CHOICE.fullmatch(choice)):
        return None
    visible = Proposal.objects.visible_to(request.user)
    return visible.for_lists().filter(pk=int(parts[1])).first()


def _why_not(request: HttpRequest, found: Proposal, choice: str) -> str:
    """What keeps it from being approved with others, before anything is locked."""
    if not found.is_pending:
        return f"It is {found.get_state_display().lower()} already."
    if found.unmet:
        return "Not all rules of writing are met. Open it to decide."
    if not opened.may_join(found):
        return "Only minor changes are approved together. Open it to decide."
    if choice != f"{found.pk}:{found.round}:{opened.digest(request, found)}":
        return "You have not opened the text that is proposed now. Read it first."
    return ""


def _outcome(title: str, url: str, said: str, *, done: bool = False) -> Outcome:
    return {"title": title, "url": url, "said": said, "done": done}
