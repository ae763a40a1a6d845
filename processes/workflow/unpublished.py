"""A page that readers do not know yet: its place is its author's to choose, as its text is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Department, User
from processes import permissions, publishing
from processes.models import Article
from processes.workflow.refusals import Incomplete, NotAllowed

AT_ONCE = ("department", "kind", "topic")


def first_owner(author: User, department: Department) -> User:
    """Who owns a new page of a department: its nearest active manager, else an admin.

    Raises Incomplete where there is nobody.
    """
    line = author.departments.managers_in_line(department.pk)
    admins = User.objects.active().filter(is_superuser=True).order_by("pk")
    owner = User.objects.filter(pk__in=line[:1]).first() or admins.first()
    if owner is None:
        raise Incomplete(f"{department} has no manager yet: ask an admin to name one.")
    return owner


def take_place(article: Article, filing: Mapping[str, Any], author: User) -> dict[str, Any]:
    """Files a locked, unpublished article as its author asks, and returns what has to wait for
    its approval: another owner, and the page that it is a part of.

    Nothing leads to it, so no address is remembered. Raises NotAllowed where the author may not
    read the department, Incomplete where nobody could own the page there.
    """
    if "department" in filing and filing["department"] != article.department_id:
        _go_to(article, filing["department"], author)
    article.kind = filing.get("kind", article.kind)
    article.topic = filing.get("topic", article.topic)
    if any(name in filing for name in AT_ONCE):
        article.save(update_fields=["department", "slug", "owner", "kind", "topic"])
    return {name: value for name, value in filing.items() if name not in AT_ONCE}


def _go_to(article: Article, pk: int, author: User) -> None:
    place = permissions.departments_open_to(author).filter(pk=pk).first()
    if place is None:
        raise NotAllowed("You cannot propose a page in this department.")
    article.department = place
    article.owner = first_owner(author, place)
    article.slug = publishing.free_slug(article.title, place, article)
