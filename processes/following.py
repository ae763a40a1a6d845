"""Who hears of new versions: the followers of a page, and those of the departments around it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import Department, User
from accounts.notifications import Event, deliver
from processes.models import Article, Follow, Significance


@transaction.atomic
def follow(person: User, thing: Article | Department) -> None:
    """From now on this person is told of new versions of a page, or of what is new in and below a
    department. The caller fetched `thing` with their permission. Twice is once."""
    Follow.objects.get_or_create(person=person, **_of(thing))


@transaction.atomic
def unfollow(person: User, thing: Article | Department) -> None:
    """They are not told any more. Nothing to end is fine."""
    Follow.objects.filter(person=person, **_of(thing)).delete()


def announce(
    article: Article,
    *,
    by: User,
    author: User,
    significance: str,
    note: str,
    at: datetime.datetime,
) -> None:
    """Tells the followers of the version that has just gone live, in the same transaction.

    Who follows the page hears of every version; who follows a department above it, of new pages
    and major changes. Nobody hears of their own act, of a page that they may not read, or of one
    thing twice. One query where nobody follows.
    """
    is_news = article.version == 1 or significance == Significance.MAJOR
    followed = Q(article=article)
    if is_news:
        line = [place.pk for place in by.departments.lineage(article.department_id)]
        followed |= Q(department__in=line)
    people = User.objects.active().filter(pk__in=Follow.objects.filter(followed).values("person"))
    told = [
        person
        for person in people.exclude(pk__in={by.pk, author.pk})
        if _may_read(person, article, by)
    ]
    deliver(
        told,
        Event.PUBLISHED,
        title=article.title,
        text=f"Version {article.version} is live: {note}" if note else "It is a new page.",
        url=_what_changed(article),
        actor=by,
        subject_key=f"article:{article.pk}",
        at=at,
        just_read=True,
    )


def _of(thing: Article | Department) -> dict[str, Article | Department]:
    return {"article": thing} if isinstance(thing, Article) else {"department": thing}


def _may_read(person: User, article: Article, by: User) -> bool:
    """Most pages are open to the whole company, which the tree that `by` has read can tell."""
    person.departments = by.departments
    if person.departments.may_read(person, article.department_id):
        return True
    return Article.objects.visible_to(person).filter(pk=article.pk).exists()


def _what_changed(article: Article) -> str:
    if article.version == 1:
        return article.get_absolute_url()
    address = reverse("compare", args=[article.department.slug, article.slug])
    return f"{address}?from={article.version - 1}&to={article.version}"
