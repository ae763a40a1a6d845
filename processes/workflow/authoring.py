"""What an author does: write, submit, take back, give up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from processes import permissions, publishing
from processes.models import OPEN_STATES, Action, Article, Kind, Proposal, Significance, State
from processes.publishing import Content
from processes.workflow.guards import (
    enter,
    lock,
    lock_article,
    only_author,
    only_from,
    only_on_live_base,
)
from processes.workflow.refusals import AlreadyOpen, Incomplete, NotAllowed


@dataclass(frozen=True, slots=True)
class Change:
    """What an author hands in: the text, why, and the version of the page they began from."""

    content: Content
    note: str = ""
    significance: str = Significance.MINOR
    base_version: int = 0


@transaction.atomic
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
    AlreadyOpen where they are proposing a page of this title there already (a double click).
    """
    department = Department.objects.select_for_update().get(pk=department.pk)
    if department.pk in author.departments.hidden_from(author):
        raise NotAllowed("You cannot propose a page in this department.")
    _only_once(author, department, change.content.title)
    article = Article.objects.create(
        department=department,
        title=change.content.title,
        title_key=publishing.title_key(change.content.title),
        slug=publishing.free_slug(change.content.title, department),
        kind=kind,
        topic=topic if kind == Kind.EXPERTISE else "",
        owner=owner or _first_owner(author, department),
        created_by=author,
        created_at=at or timezone.now(),
    )
    return _new_draft(article, author, change, at)


@transaction.atomic
def save(
    article: Article, author: User, change: Change, at: datetime.datetime | None = None
) -> Proposal:
    """Keeps a change to a published article as a draft that only its author sees.

    Raises NotAllowed where the article may not be changed, AlreadyOpen where this author has an
    open proposal to it.
    """
    article = lock_article(article.pk)
    if not _is_open_to(article, author):
        raise NotAllowed("This page takes no proposals.")
    if mine := article.proposals.open().filter(author=author).first():
        raise AlreadyOpen(mine)
    return _new_draft(article, author, change, at)


@transaction.atomic
def edit(proposal: Proposal, author: User, change: Change) -> Proposal:
    """Changes the text of a draft or returned proposal.

    Its base rises to the version that the author has now taken into account; it never falls.
    Raises NotAllowed for anybody but the author, WrongState while pending or closed.
    """
    article, proposal = lock(proposal)
    only_author(proposal, author)
    only_from(proposal, (State.DRAFT, State.RETURNED))
    proposal.base_version = max(proposal.base_version, min(change.base_version, article.version))
    proposal.saved_at = timezone.now()
    _write(proposal, change)
    return proposal


@transaction.atomic
def submit(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """Puts a draft or returned proposal before whoever decides, and freezes its text.

    Raises NotAllowed, WrongState, PageMoved where the live page is newer than the base, and
    Incomplete where title, text or note are missing or nothing differs from the live page.
    """
    article, proposal = lock(proposal)
    only_author(proposal, by)
    only_from(proposal, (State.DRAFT, State.RETURNED))
    if article.is_archived or not Article.objects.visible_to(by).filter(pk=article.pk).exists():
        raise NotAllowed("This page takes no proposals any more.")
    only_on_live_base(article, proposal)
    _only_complete(article, proposal)
    proposal.round += 1
    proposal.submitted_at = at or timezone.now()
    return enter(proposal, State.PENDING, Action.SUBMITTED, by, comment=proposal.note, at=at)


@transaction.atomic
def take_back(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """The author takes a pending proposal back to draft, to change it."""
    _article, proposal = lock(proposal)
    only_author(proposal, by)
    only_from(proposal, (State.PENDING,))
    return enter(proposal, State.DRAFT, Action.TAKEN_BACK, by, at=at)


@transaction.atomic
def withdraw(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """The author gives an open proposal up. Its text stays readable to them."""
    _article, proposal = lock(proposal)
    only_author(proposal, by)
    only_from(proposal, OPEN_STATES)
    return enter(proposal, State.WITHDRAWN, Action.WITHDRAWN, by, at=at)


def _first_owner(author: User, department: Department) -> User:
    line = author.departments.managers_in_line(department.pk)
    admins = User.objects.active().filter(is_superuser=True).order_by("pk")
    owner = User.objects.filter(pk__in=line[:1]).first() or admins.first()
    if owner is None:
        raise Incomplete(f"{department} has no manager yet: ask an admin to name one.")
    return owner


def _only_once(author: User, department: Department, title: str) -> None:
    same = Proposal.objects.open().filter(
        author=author,
        article__version=0,
        article__department=department,
        article__title_key=publishing.title_key(title),
    )
    if mine := same.select_related("article__department").first():
        raise AlreadyOpen(mine)


def _is_open_to(article: Article, author: User) -> bool:
    visible = Article.objects.visible_to(author).filter(pk=article.pk).exists()
    return visible and permissions.may_propose(author, article)


def _new_draft(
    article: Article, author: User, change: Change, at: datetime.datetime | None
) -> Proposal:
    moment = at or timezone.now()
    proposal = Proposal(
        article=article,
        author=author,
        base_version=min(change.base_version, article.version),
        created_at=moment,
        saved_at=moment,
    )
    _write(proposal, change)
    return proposal


def _write(proposal: Proposal, change: Change) -> None:
    content = change.content
    proposal.title, proposal.summary, proposal.body = content.title, content.summary, content.body
    proposal.note, proposal.significance = change.note, change.significance
    proposal.html = publishing.preview(content.body, proposal.article, proposal.author)
    proposal.save()
    if proposal.is_new_article:
        publishing.rename_unpublished(proposal.article, content.title)


def _only_complete(article: Article, proposal: Proposal) -> None:
    if not (proposal.title.strip() and proposal.body.strip()):
        raise Incomplete("A page needs a title and a text.")
    if not proposal.note.strip():
        raise Incomplete("Say what changed and why.")
    live = (article.title, article.summary, article.body)
    if article.is_published and live == (proposal.title, proposal.summary, proposal.body):
        raise Incomplete("Nothing differs from the live page yet.")
