"""Taking the last version back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import announcing, attachments, composing, history, permissions, rounds
from processes.history import OldVersion
from processes.models import Action, Article, Manner, Origin, Proposal, State
from processes.text.rendering import Rendered
from processes.workflow.comparing import base_html, refetched
from processes.workflow.going_live import content_of, only_in_use, publish, tell_readers
from processes.workflow.guards import drawn_or_refused, lock_article, write_line
from processes.workflow.refusals import Incomplete, NotAllowed, PageMoved


@drawn_or_refused()
def undo(proposal: Proposal, by: User, reason: str, at: datetime.datetime | None = None) -> int:
    """Publishes the text that was live before this proposal, and returns the new version.

    That is an approval of whoever decides, of a proposal of their own; where the page is filed
    stays. Raises NotAllowed, WrongState where the page is archived, PageMoved where its version is
    not the live one (any more), Incomplete without a reason and for a page's first version,
    TooMuchToDraw and NotDrawnNow.
    """
    fresh = refetched(proposal)
    old = _text_before(fresh, by, reason)
    drawn = composing.preview(old.body, fresh.article, by)
    compared = rounds.compare(base_html(fresh.article, by), drawn.html)
    with transaction.atomic():
        fresh.article = article = lock_article(fresh.article_id)
        if _text_before(fresh, by, reason) != old:
            raise PageMoved("The page changed while you were undoing this.")
        at = at or timezone.now()
        undoing = _as_proposal(article, by, old, drawn, at)
        rounds.record(undoing, Origin.SUBMITTED, by, at, compared=compared)
        undoing.save(update_fields=["changes", "words_added", "words_removed"])
        version = publish(article, undoing, by, content_of(undoing), at)
        line = {"comment": reason, "version": version, "manner": Manner.UNDONE, "at": at}
        write_line(undoing, Action.APPROVED, by, **line)
        announcing.tell_undone(fresh, by, reason, at)
        tell_readers(article, undoing, by, at)
        return version


def _text_before(proposal: Proposal, by: User, reason: str) -> OldVersion:
    """The text to go back to, if all allows it."""
    article = proposal.article
    if not permissions.may_decide(by, article, by):
        raise NotAllowed("You do not decide on changes of your own to this page.")
    only_in_use(article)
    if not proposal.decisions.published().filter(version=article.version).exists():
        raise PageMoved("What this proposal published is not the live version.")
    if article.version == 1:
        raise Incomplete("Before this version there was none: archive the page instead.")
    if not reason.strip():
        raise Incomplete("Say why you undo this.")
    number = article.version - 1
    return history.read(article, number)[number]


def _as_proposal(
    article: Article, by: User, old: OldVersion, drawn: Rendered, at: datetime.datetime
) -> Proposal:
    """One that begins and ends in this moment, whatever else of theirs is open."""
    proposal = Proposal.objects.create(
        article=article,
        author=by,
        state=State.APPROVED,
        base_version=article.version,
        round=1,
        title=old.title,
        summary=old.summary,
        body=old.body,
        facts=old.facts,
        note=f"Version {article.version} is undone",
        html=drawn.html,
        created_at=at,
        saved_at=at,
        submitted_at=at,
        closed_at=at,
    )
    attachments.record_proposal(proposal, drawn)
    return proposal
