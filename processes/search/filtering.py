"""The filters of a query, as conditions on articles. What nothing is called finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from processes.models import Article, ArticleTool, Kind, Tagging, Topic
from processes.models.article import ArticleQuerySet
from processes.search.parsing import Query
from processes.text.rendering import fold
from processes.text.tags import tag_key

ARCHIVED, OVERDUE, IMPORTED, APPROVED = "archived", "overdue", "imported", "approved"
ME = "me"


def searched(query: Query, user: User) -> ArticleQuerySet:
    """Published articles that this person may read and that the filters let through; archived
    ones only where they are asked for (one query where an owner is named)."""
    articles = Article.objects.visible_to(user).filter(version__gt=0)
    if not is_asking_for_archived(query):
        articles = articles.filter(archived_at=None)
    for name, values in query.filters.items():
        articles = articles.filter(CONDITIONS[name](values, user))
    return articles


def is_asking_for_archived(query: Query) -> bool:
    return any(fold(value) == ARCHIVED for value in query.filters.get("is", ()))


def departments(values: Iterable[str], user: User) -> set[int]:
    """Ids of the departments called so, and of those below them."""
    tree = user.departments
    hidden = tree.hidden_from(user)
    keys = {fold(value) for value in values}
    named = [
        pk
        for pk, department in tree.by_id.items()
        if pk not in hidden and not keys.isdisjoint((department.slug, fold(department.name)))
    ]
    return {department.pk for pk in named for department in tree.subtree(pk)}


def _in(values: tuple[str, ...], user: User) -> Q:
    return Q(department__in=departments(values, user))


def _owner(values: tuple[str, ...], user: User) -> Q:
    """People by their whole name, else by the words of it that were typed."""
    keys = [fold(value) for value in values]
    readable = Article.objects.visible_to(user) if user.is_guest else Article.objects.all()
    owners = User.objects.filter(pk__in=readable.order_by().values("owner"))
    people = [
        (pk, fold(name), email) for pk, name, email in owners.values_list("pk", "name", "email")
    ]
    found = {user.pk} if ME in keys else set()
    for key in keys:
        whole = {pk for pk, name, email in people if key in (name, email)}
        found |= whole or {pk for pk, name, _ in people if set(key.split()) <= set(name.split())}
    return Q(owner__in=found)


def _kind(values: tuple[str, ...], user: User) -> Q:
    keys = {fold(value) for value in values}
    wanted = Q(pk__in=[])
    if kinds := keys.intersection(Kind.values):
        wanted |= Q(kind__in=kinds)
    if topics := keys.intersection(Topic.values):
        wanted |= Q(topic__in=topics)
    return wanted


def _tool(values: tuple[str, ...], user: User) -> Q:
    # A tool whose department they may not read is none that they know of.
    hidden = user.departments.hidden_from(user)
    uses = ArticleTool.objects.filter(tool__name_key__in=[fold(value) for value in values])
    return Q(pk__in=uses.exclude(tool__department__in=hidden).values("article"))


def _tag(values: tuple[str, ...], user: User) -> Q:
    tagged = Tagging.objects.filter(tag__slug__in=[tag_key(value) for value in values])
    return Q(pk__in=tagged.values("article"))


def _is(values: tuple[str, ...], user: User) -> Q:
    wanted = Q(pk__in=[])
    for value in values:
        wanted |= STATES.get(fold(value), lambda: Q())()
    return wanted


def _overdue() -> Q:
    return Q(review_due__lt=timezone.localdate(), approved_by__isnull=False, archived_at=None)


def _approved() -> Q:
    fresh = Q(review_due=None) | Q(review_due__gte=timezone.localdate())
    return fresh & Q(approved_by__isnull=False, archived_at=None)


STATES: dict[str, Callable[[], Q]] = {
    ARCHIVED: lambda: Q(archived_at__isnull=False),
    OVERDUE: _overdue,
    IMPORTED: lambda: Q(approved_by=None, archived_at=None),
    APPROVED: _approved,
}
CONDITIONS: dict[str, Callable[[tuple[str, ...], User], Q]] = {
    "in": _in,
    "owner": _owner,
    "kind": _kind,
    "tool": _tool,
    "tag": _tag,
    "is": _is,
}
