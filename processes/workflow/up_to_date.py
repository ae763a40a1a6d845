"""A pending proposal and a version that went live meanwhile: put together, or given back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import attachments, composing, merging, rounds
from processes.merging import Conflicts
from processes.models import Action, Article, Decision, Origin, Proposal, State
from processes.publishing import Content
from processes.text.rendering import Rendered
from processes.workflow import comparing
from processes.workflow.comparing import Prepared
from processes.workflow.guards import drawn_or_refused, enter, lock, only_now
from processes.workflow.refusals import PageMoved, TooMuchToDraw
from processes.workflow.ruling import RULED, findings_of, note
from processes.workflow.version_news import tell_merged, tell_overtaken

TRIES = 3  # while others publish or write at the same moment

# What a merge sets on the proposal beside its state.
MERGED = (
    *("title", "summary", "body", "facts", "html", "saved_at", "base_version", "round"),
    *("changes", "words_added", "words_removed"),
    *RULED,
)


@dataclass(frozen=True, slots=True)
class _Together:
    """Both texts in one, as its author would see it, and compared with the live page."""

    content: Content
    drawn: Rendered
    prepared: Prepared


def bring_up_to_date(proposal: Proposal, at: datetime.datetime | None = None) -> Proposal:
    """Puts a pending proposal together with the live version, as a new round that goes on waiting.

    Where they clash, where nothing of it is left or where both are too much for one page, it goes
    back to its author. Nothing happens to one that is up to date. Raises WrongState where it does
    not wait, PageMoved where others are quicker again and again, and NotDrawnNow.
    """
    for _ in range(TRIES):
        fresh = comparing.refetched(proposal)
        only_now(fresh, "bring_up_to_date")
        if fresh.base_version == fresh.article.version:
            return fresh
        brought = _bring(fresh, at or timezone.now())
        if brought is not None:
            return brought
    raise PageMoved("The page is being changed at this very moment. Try again.")


@transaction.atomic
def overtake(
    proposal: Proposal, by: User, comment: str, at: datetime.datetime | None = None
) -> Proposal:
    """Gives a pending proposal back to its author because of what `by` published.

    Raises WrongState where it does not wait.
    """
    _article, proposal = lock(proposal)
    at = at or timezone.now()
    enter(proposal, Action.OVERTAKEN, by, to=State.RETURNED, comment=comment, at=at, tell=False)
    tell_overtaken(proposal, by, comment, at)
    return proposal


def _bring(proposal: Proposal, at: datetime.datetime) -> Proposal | None:
    """Draws and compares first, then acts; None where either text is another one by then."""
    seen = (proposal.digest, proposal.article.version)
    together = _put_together(proposal)
    with transaction.atomic():
        article, locked = lock(proposal)
        only_now(locked, "bring_up_to_date")
        if seen != (locked.digest, article.version):
            return None
        by = _publisher(article)
        if isinstance(together, str):
            return overtake(locked, by, together, at)
        return _go_on_waiting(locked, together, by, at)


def _put_together(proposal: Proposal) -> _Together | str:
    """Both in one; or why that cannot be, in a sentence for the author."""
    article, both = proposal.article, merging.suggestion(proposal)
    version = f"Version {article.version}"
    if isinstance(both, Conflicts):
        return (
            f"{version} changed the same places as this proposal."
            " Choose which text stays there, then submit it again."
        )
    live = Content.of(article)
    if both.content == live and not proposal.filing:
        return f"{version} says all of it already, so nothing is left to decide."
    if len(both.content.body.encode()) > settings.MAX_BODY_BYTES:
        return f"{version} and this proposal together are too long for one page."
    try:
        with drawn_or_refused():
            drawn = composing.preview(both.content.body, article, proposal.author)
    except TooMuchToDraw as refusal:
        return f"{version} and this proposal together are too much for one page: {refusal}"
    _write(proposal, both.content, drawn)
    return _Together(both.content, drawn, comparing.prepare(proposal))


def _publisher(article: Article) -> User:
    """Who brought the live version to readers."""
    published = Decision.objects.published().filter(article=article, version=article.version)
    return published.select_related("by").get().by


def _go_on_waiting(
    proposal: Proposal, together: _Together, by: User, at: datetime.datetime
) -> Proposal:
    _write(proposal, together.content, together.drawn)
    proposal.round += 1
    note(proposal, together.prepared.report)
    rounds.record(
        proposal,
        Origin.MERGED,
        by,
        at,
        compared=together.prepared.compared,
        since=together.prepared.since,
        findings=findings_of(together.prepared.report),
    )
    attachments.record_proposal(proposal, together.drawn)
    comment = f"Put together with version {proposal.base_version}."
    enter(
        proposal,
        Action.OVERTAKEN,
        by,
        to=State.PENDING,
        comment=comment,
        at=at,
        changed=MERGED,
        tell=False,
    )
    tell_merged(proposal, by, at)
    return proposal


def _write(proposal: Proposal, content: Content, drawn: Rendered) -> None:
    proposal.title, proposal.summary, proposal.body = content.title, content.summary, content.body
    proposal.facts = content.facts or {}
    proposal.html, proposal.saved_at = drawn.html, timezone.now()
    proposal.base_version = proposal.article.version
