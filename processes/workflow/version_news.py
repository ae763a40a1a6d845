"""What people with an open proposal are told when another text of the page goes live."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import Event, User
from accounts.models.tree import load_tree
from accounts.notifications import deliver, settle
from processes.announcing import subject_of
from processes.models import Article, Proposal


def tell_writers(drafts: Iterable[Proposal], article: Article, by: User) -> None:
    """Tells authors of drafts and returned proposals that their page has a new version."""
    for draft in drafts:
        draft.article = article
        _tell(
            draft,
            [draft.author],
            Event.PUBLISHED,
            f"Version {article.version} is live. Your text was made from version"
            f" {draft.base_version}: bring it up to date before you submit it.",
            reverse("proposal_merge", args=[draft.pk]),
            by,
        )


def tell_merged(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    """Tells the author, and who is on it, that the text was put together with the live one.

    It still waits for the same answer, so what was asked of somebody stays on their list.
    """
    said = f"Version {proposal.base_version} is live, and the proposal was put together with it."
    url = proposal.get_absolute_url()
    author = f"{said} It still waits for a decision."
    _tell(proposal, [proposal.author], Event.PUBLISHED, author, url, by, at)
    if proposal.claimed_by and proposal.claimed_by != proposal.author:
        claimer = f"{said} Read it once more before you decide."
        _tell(proposal, [proposal.claimed_by], Event.PUBLISHED, claimer, url, by, at)


def tell_overtaken(proposal: Proposal, by: User, comment: str, at: datetime.datetime) -> None:
    """Nobody has to decide any more: it is the author's turn. Also where they published the other
    text themself: that this came of it is no act of theirs."""
    settle(subject_of(proposal), sparing=Event.CONSULTED)
    url = reverse("proposal_merge", args=[proposal.pk])
    actor = by if by.pk != proposal.author_id else None
    _tell(proposal, [proposal.author], Event.RETURNED, comment, url, actor, at)


def _tell(
    proposal: Proposal,
    people: list[User],
    event: Event,
    text: str,
    url: str,
    by: User | None,
    at: datetime.datetime | None = None,
) -> None:
    deliver(
        [person for person in people if _may_read(person, proposal)],
        event,
        title=proposal.title,
        text=text,
        url=url,
        actor=by,
        subject_key=subject_of(proposal),
        at=at,
    )


def _may_read(person: User, proposal: Proposal) -> bool:
    """Of what goes on behind a closed door nothing is told. Most departments are open, and then
    it takes no query for each."""
    article = proposal.article
    if load_tree().may_read(person, article.department_id):
        return True
    return Article.objects.visible_to(person).filter(pk=article.pk).exists()
