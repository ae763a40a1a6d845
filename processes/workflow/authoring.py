"""What an author does first: write."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from processes import attachments, composing, permissions, publishing
from processes.models import Article, Kind, Proposal, Significance
from processes.publishing import Content
from processes.text.rendering import Rendered
from processes.workflow.guards import (
    drawn_or_refused,
    lock,
    lock_article,
    only_author,
    only_now,
    only_writer,
)
from processes.workflow.refusals import AlreadyOpen, NotAllowed
from processes.workflow.unpublished import first_owner, take_place


@dataclass(frozen=True, slots=True)
class Change:
    """What an author hands in: the text, why, and the version of the page they began from.

    `filing` is what shall change beside the text (see `Proposal.filing`), only what differs;
    `exception` is why a rule of writing should not hold here.
    """

    content: Content
    note: str = ""
    significance: str = Significance.MINOR
    base_version: int = 0
    filing: dict[str, Any] = field(default_factory=dict)
    exception: str = ""


def propose_new(
    author: User,
    department: Department,
    change: Change,
    *,
    kind: str,
    topic: str = "",
    owner: User | None = None,
    at: datetime.datetime | None = None,
) -> Proposal:
    """Starts an article that readers do not see yet, with its first proposal as a draft.

    Its owner is the nearest active manager of the department, unless one is given. Raises
    NotAllowed where the author may not read the department, Incomplete where nobody could own it,
    AlreadyOpen where they are proposing a page of this title there already (a double click),
    TooMuchToDraw and NotDrawnNow where the text cannot be drawn.
    """
    only_writer(author)
    if department.pk in author.departments.hidden_from(author):
        raise NotAllowed("You cannot propose a page in this department.")
    drawn = _draw(change, department, author)
    with transaction.atomic():
        held = Department.objects.select_for_update(no_key=True).filter(pk=department.pk).first()
        if held is None:
            raise NotAllowed(f"{department} is not there any more: it was merged into another.")
        department = held
        _only_once(author, department, change.content.title)
        article = Article.objects.create(
            department=department,
            title=change.content.title,
            title_key=publishing.title_key(change.content.title),
            slug=publishing.free_slug(change.content.title, department),
            kind=kind,
            topic=topic if kind == Kind.EXPERTISE else "",
            owner=owner or first_owner(author, department),
            created_by=author,
            created_at=at or timezone.now(),
        )
        return _new_draft(article, author, change, drawn, at)


def save(
    article: Article,
    author: User,
    change: Change,
    at: datetime.datetime | None = None,
    *,
    restores: int | None = None,
) -> Proposal:
    """Keeps a change to a published article as a draft that only its author sees.

    `restores` is the old version whose text it begins with, if any. Raises NotAllowed where the
    article may not be changed, AlreadyOpen where this author has an open proposal to it,
    TooMuchToDraw and NotDrawnNow where the text cannot be drawn.
    """
    _only_open_to(article, author)
    drawn = _draw(change, article, author)
    with transaction.atomic():
        article = lock_article(article.pk)
        _only_open_to(article, author)
        if mine := article.proposals.open().filter(author=author).first():
            raise AlreadyOpen(mine)
        return _new_draft(article, author, change, drawn, at, restores)


def edit(proposal: Proposal, author: User, change: Change) -> Proposal:
    """Changes the text of a draft or returned proposal.

    Its base rises to the version that the author has now taken into account; it never falls.
    Raises NotAllowed for anybody but the author, WrongState while pending or closed,
    TooMuchToDraw and NotDrawnNow where the text cannot be drawn.
    """
    only_author(proposal, author)
    only_writer(author)
    drawn = _draw(change, proposal.article, author)
    with transaction.atomic():
        article, proposal = lock(proposal)
        only_author(proposal, author)
        only_now(proposal, "edit")
        base = min(change.base_version, article.version)
        proposal.base_version = max(proposal.base_version, base)
        proposal.saved_at = timezone.now()
        _write(proposal, change, drawn)
        return proposal


def _draw(change: Change, place: Article | Department, author: User) -> Rendered:
    """Before anything is locked: it takes a while, and nobody shall wait for it."""
    with drawn_or_refused():
        return composing.preview(change.content.body, place, author)


def _only_once(author: User, department: Department, title: str) -> None:
    same = Proposal.objects.open().filter(
        author=author,
        article__version=0,
        article__department=department,
        article__title_key=publishing.title_key(title),
    )
    if mine := same.select_related("article__department").first():
        raise AlreadyOpen(mine)


def _only_open_to(article: Article, author: User) -> None:
    only_writer(author)
    visible = Article.objects.visible_to(author).filter(pk=article.pk).exists()
    if not (visible and permissions.may_propose(author, article)):
        raise NotAllowed("This page takes no proposals.")


def _new_draft(
    article: Article,
    author: User,
    change: Change,
    drawn: Rendered,
    at: datetime.datetime | None,
    restores: int | None = None,
) -> Proposal:
    moment = at or timezone.now()
    proposal = Proposal(
        article=article,
        author=author,
        base_version=min(change.base_version, article.version),
        facts=article.facts,
        restores=restores,
        created_at=moment,
        saved_at=moment,
    )
    _write(proposal, change, drawn)
    return proposal


def _write(proposal: Proposal, change: Change, drawn: Rendered) -> None:
    content = change.content
    proposal.title, proposal.summary, proposal.body = content.title, content.summary, content.body
    if content.facts is not None:
        proposal.facts = content.facts
    proposal.note, proposal.significance = change.note, change.significance
    proposal.filing, proposal.exception = change.filing, change.exception
    if not proposal.article.is_published:
        proposal.filing = take_place(proposal.article, change.filing, proposal.author)
    proposal.html = drawn.html
    proposal.save()
    attachments.record_proposal(proposal, drawn)
    if proposal.is_new_article:
        publishing.rename_unpublished(proposal.article, content.title)
