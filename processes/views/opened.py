"""Which proposals somebody opened, as they are now: what they did not read they approve one by one.

Kept in their session, on our side: it ends with signing out, nobody else sees it, and the page of
a proposal writes only when there is something new to keep. The digest says what was on the page,
so a text that was submitted again, or brought up to date, counts as unread.
"""

from __future__ import annotations

from django.http import HttpRequest

from processes.models import Proposal, Significance
from processes.views.afterwards import is_being_read

KEY, KEPT = "opened", 100


def note(request: HttpRequest, proposal: Proposal) -> None:
    """Keeps that this person has this text before them, where that will count (see `may_join`).

    A browser that only fetches ahead has shown it to nobody.
    """
    if not is_being_read(request) or not may_join(proposal):
        return
    opened = dict(request.session.get(KEY, {}))
    if opened.get(str(proposal.pk)) == (now := _as_it_is(proposal)):
        return
    opened.pop(str(proposal.pk), None)
    opened[str(proposal.pk)] = now
    request.session[KEY] = dict(list(opened.items())[-KEPT:])


def may_join(proposal: Proposal) -> bool:
    """Whether it is one of those that are approved several at a time: minor changes that meet the
    rules of writing."""
    is_minor = proposal.significance == Significance.MINOR and not proposal.unmet
    return proposal.is_pending and is_minor and not proposal.is_new_article


def digest(request: HttpRequest, proposal: Proposal) -> str:
    """The digest of the text that they opened, if it was in this round; else nothing."""
    round_, seen = request.session.get(KEY, {}).get(str(proposal.pk), (0, ""))
    return seen if round_ == proposal.round else ""


def _as_it_is(proposal: Proposal) -> list[object]:
    return [proposal.round, proposal.digest]
