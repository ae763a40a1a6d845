"""Verbs on an article as a whole: adopting an imported text, moving, an admin's details."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree
from processes import permissions, publishing
from processes.models import Action, Article, Decision, Transfer
from processes.publishing import Content
from processes.workflow import transferring
from processes.workflow.guards import drawn_or_refused, lock_article
from processes.workflow.placing import (
    Details,
    details_of,
    free_slug_in,
    lock_to_file,
    only_within_four_eyes,
    place,
)
from processes.workflow.refusals import NotAllowed, WrongState


@drawn_or_refused()
@transaction.atomic
def adopt(
    article: Article,
    content: Content,
    *,
    by: User,
    comment: str,
    at: datetime.datetime | None = None,
    tree: DepartmentTree | None = None,
) -> int:
    """Publishes imported text as version 1: a baseline that no owner has reviewed yet.

    `tree` is the department tree, where the caller has just read it. Returns the version. Raises
    WrongState for an article that is published already: from then on its text changes by approval
    alone; TooMuchToDraw and NotDrawnNow as `propose_new` does.
    """
    article = lock_article(article.pk)
    if article.is_published:
        raise WrongState("This page is published already: changes to it need approval.")
    at = at or timezone.now()
    version = publishing.publish(
        article, content, author=by, approved_by=None, note=comment, at=at, tree=tree
    )
    Decision.objects.create(
        article=article, action=Action.IMPORTED, by=by, comment=comment, version=version, at=at
    )
    return version


@transaction.atomic
def move(
    article: Article,
    by: User,
    department: Department,
    slug: str = "",
    *,
    note: str = "",
    at: datetime.datetime | None = None,
) -> Article | Transfer:
    """Moves a page to a department that this person may read, at its own last part of the address
    unless another is given; the old address leads there for ever.

    Another department has to agree: where this person does not answer for it, the page stays
    where it is and is offered to it, and the offer is returned.

    Where four eyes are asked for, only an admin moves a page out to where they are not. Raises
    NotAllowed, Incomplete where the address leads elsewhere, and what `transferring.offer` does.
    """
    article = lock_to_file(article, by)
    if not permissions.departments_open_to(by).filter(pk=department.pk).exists():
        raise NotAllowed("You cannot move a page to this department.")
    only_within_four_eyes(article, department, by)
    goes_away = department != article.department
    if goes_away and not transferring.answers_for(by, department=department):
        return transferring.offer(article, by, department=department, slug=slug, note=note, at=at)
    slug = slug or free_slug_in(department, article)
    details = details_of(article, department=department, slug=slug)
    place(article, by, details, Action.CHANGED, note=note, at=at)
    return article


@transaction.atomic
def change_details(article: Article, by: User, details: Details) -> Article:
    """An admin moves an article, gives it another address or owner, or files it differently.

    The text is not touched, and old addresses keep leading to it. Raises NotAllowed for anybody
    but an admin, Incomplete where the address leads elsewhere or the owner is not active.
    """
    if not by.is_admin:
        raise NotAllowed("Only admins change an article's details.")
    article = lock_article(article.pk)
    place(article, by, details, Action.CHANGED)
    return article
