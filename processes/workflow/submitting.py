"""What an author does with what is written: submit, take back, give up."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import permissions, rounds
from processes.merging import changes_text
from processes.models import Action, Article, Origin, Proposal
from processes.publishing import Content
from processes.text import working_days
from processes.workflow.comparing import Prepared, made_of, prepare, refetched
from processes.workflow.guards import (
    enter,
    lock,
    only_author,
    only_now,
    only_on_live_base,
    only_writer,
)
from processes.workflow.refusals import Incomplete, NotAllowed
from processes.workflow.ruling import RULED, findings_of, note, only_with_exception

# What a submission sets on the proposal beside its state.
SUBMITTED = (
    *("title", "summary", "body", "facts", "html", "base_version", "round"),
    *("submitted_at", "due_on"),
    *("changes", "words_added", "words_removed"),
    *RULED,
)


def submit(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """Puts a draft or returned proposal before whoever decides, and freezes its text.

    Raises NotAllowed, WrongState, PageMoved where the live page is newer than the base, Incomplete
    where title, text or note are missing or nothing differs from the live page, RulesNotMet where
    a blocking rule of writing is not met and `proposal.exception` does not say why, TooMuchToDraw
    and NotDrawnNow where a text cannot be drawn.
    """
    prepared = prepared_for(proposal, by, "submit", at)
    with transaction.atomic():
        article, proposal = lock(proposal)
        only_author(proposal, by)
        only_writer(by)
        only_now(proposal, "submit")
        put_forward(article, proposal, prepared, at)
        _only_with_somebody_to_decide(proposal)
        return enter(
            proposal, Action.SUBMITTED, by, comment=proposal.note, at=at, changed=SUBMITTED
        )


@transaction.atomic
def take_back(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """The author takes a pending proposal back to draft, to change it."""
    _article, proposal = lock(proposal)
    only_author(proposal, by)
    return enter(proposal, Action.TAKEN_BACK, by, at=at)


@transaction.atomic
def withdraw(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """The author gives an open proposal up. Its text stays readable to them."""
    _article, proposal = lock(proposal)
    only_author(proposal, by)
    return enter(proposal, Action.WITHDRAWN, by, at=at)


def prepared_for(proposal: Proposal, by: User, verb: str, at: datetime.datetime | None) -> Prepared:
    """What `put_forward` needs, made before anything is locked, but only for its author."""
    fresh = refetched(proposal)
    only_author(fresh, by)
    only_now(fresh, verb)
    fresh.author = by  # who has read the departments already
    return prepare(fresh, at)


def put_forward(
    article: Article, proposal: Proposal, prepared: Prepared, at: datetime.datetime | None
) -> None:
    """Keeps the text as a new round. The caller, who holds the locks, saves the proposal.

    Raises as `submit` does.
    """
    if article.is_archived or not _may_read(article, proposal.author):
        raise NotAllowed("This page takes no proposals any more.")
    if prepared.made_of != made_of(article, proposal):
        prepared = prepare(proposal, at)
    if changes_text(proposal):
        only_on_live_base(article, proposal)
        proposal.html = prepared.html
    else:
        prepared = _take_page(article, proposal, prepared)
    _only_complete(article, proposal)
    note(proposal, prepared.report)
    only_with_exception(proposal, prepared.report)
    proposal.round += 1
    proposal.submitted_at = at or timezone.now()
    day = timezone.localtime(proposal.submitted_at).date()
    proposal.due_on = working_days.after(day, article.department.decide_days)
    rounds.record(
        proposal,
        Origin.SUBMITTED,
        proposal.author,
        proposal.submitted_at,
        compared=prepared.compared,
        since=prepared.since,
        findings=findings_of(prepared.report),
    )


def _only_with_somebody_to_decide(proposal: Proposal) -> None:
    """Where four eyes are asked for and everybody who decides is its author, it would wait for
    ever."""
    if not permissions.deciders_of(proposal):
        raise Incomplete("Nobody but you could decide on this. Ask for another manager or admin.")


def _may_read(article: Article, author: User) -> bool:
    return Article.objects.visible_to(author).filter(pk=article.pk).exists()


def _take_page(article: Article, proposal: Proposal, prepared: Prepared) -> Prepared:
    """Who files a page differently leaves its text alone, whatever it says by now."""
    proposal.title, proposal.summary, proposal.body = article.title, article.summary, article.body
    proposal.facts = article.facts
    proposal.html = prepared.base_html or ""
    proposal.base_version = article.version
    same = rounds.compare(prepared.base_html, proposal.html)
    return replace(prepared, html=proposal.html, compared=same, report=None)


def _only_complete(article: Article, proposal: Proposal) -> None:
    if not (proposal.title.strip() and proposal.body.strip()):
        raise Incomplete("A page needs a title and a text.")
    if not proposal.note.strip():
        raise Incomplete("Say what changed and why.")
    same_text = Content.of(article) == Content.of(proposal)
    if article.is_published and same_text and not proposal.filing:
        raise Incomplete("Nothing differs from the live page yet.")
