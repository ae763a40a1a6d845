"""The last step of every approval: what was decided becomes what readers see."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from processes import following, publishing
from processes.models import Action, Article, Manner, Proposal, State
from processes.publishing import Content
from processes.workflow import overtaking, refiling
from processes.workflow.guards import enter
from processes.workflow.refusals import WrongState


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a proposal becomes real: a text, or None where it only files the page differently.

    `left` is what of its filing goes back to its author; None where nothing does, nor any text.
    """

    content: Content | None
    filing: dict[str, Any]
    manner: str = Manner.PLAIN
    left: dict[str, Any] | None = None


def content_of(proposal: Proposal) -> Content:
    """The text that a proposal would publish as it is."""
    return Content.of(proposal)


def only_in_use(article: Article) -> None:
    if article.is_archived:
        raise WrongState("This page is archived, so its text changes no more.")


def go_live(
    article: Article,
    proposal: Proposal,
    by: User,
    taken: Taken,
    *,
    comment: str,
    override: str = "",
    at: datetime.datetime,
    changed: tuple[str, ...] = (),
) -> int:
    """Publishes, writes the log, files the page, tells who follows it; returns the live version.

    The caller holds the locks and has checked everything. Raises Incomplete where the page cannot
    be filed so any more.
    """
    version = publish(article, proposal, by, taken.content, at) if taken.content else None
    enter(
        proposal,
        Action.APPROVED,
        by,
        to=State.APPROVED if taken.left is None else State.RETURNED,
        comment=comment,
        version=version,
        manner=taken.manner,
        override=override,
        at=at,
        changed=changed,
    )
    if taken.left is not None:
        _keep_what_is_left(proposal, taken.left, version)
    if taken.filing:
        refiling.apply(article, taken.filing, proposal, by, at)
        article = Article.objects.select_related("department", "owner").get(pk=article.pk)
    if version is not None:
        tell_readers(article, proposal, by, at)
    return article.version


def publish(
    article: Article, proposal: Proposal, by: User, content: Content, at: datetime.datetime
) -> int:
    """Makes a text live as the proposal's author's; returns the new version."""
    return publishing.publish(
        article, content, author=proposal.author, approved_by=by, note=proposal.note, at=at
    )


def tell_readers(article: Article, proposal: Proposal, by: User, at: datetime.datetime) -> None:
    """Tells who follows the page, and whoever has a proposal to it of their own."""
    following.announce(
        article,
        by=by,
        author=proposal.author,
        significance=proposal.significance,
        note=proposal.note,
        at=at,
    )
    if getattr(proposal, "has_rivals", True):  # known of one that was locked (`guards.lock`)
        overtaking.ask(article)


def _keep_what_is_left(proposal: Proposal, filing: dict[str, Any], version: int | None) -> None:
    """Its text is a change to the new version now, if there is one. After the line of the log,
    which tells of what was read."""
    proposal.filing = filing
    proposal.base_version = version or proposal.base_version
    proposal.save(update_fields=["base_version", "filing"])
