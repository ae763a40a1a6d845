"""What is in a feed: the newest approved versions of the pages that one person may read today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Department, User
from processes.models import Article, Decision
from processes.models.article import LONG_TEXTS, ArticleQuerySet

MOST = 50  # entries


@dataclass(frozen=True, slots=True)
class Feed:
    """`name` tells it from the others for ever; `about` is the address of the page it is of."""

    name: str
    title: str
    subtitle: str
    about: str
    decisions: list[Decision]

    @property
    def changed_at(self) -> datetime.datetime | None:
        """When its newest version was approved; None of a feed without any."""
        return self.decisions[0].at if self.decisions else None


def of_site(user: User) -> Feed:
    """All pages that this person may read (two queries, one of them for the tree)."""
    subtitle = "New pages and new versions, as their owners approve them."
    pages = Article.objects.visible_to(user).published()
    return Feed("site", settings.SITE_NAME, subtitle, "/", _newest(pages))


def of_department(user: User, department: Department) -> Feed:
    """The pages of a department and of those below it. The caller fetched it for this person."""
    places = [place.pk for place in user.departments.subtree(department.pk)]
    pages = Article.objects.visible_to(user).published().filter(department__in=places)
    title = f"{department.name} · {settings.SITE_NAME}"
    subtitle = f"New pages and new versions in {department.name} and below it."
    about = department.get_absolute_url()
    return Feed(f"department/{department.pk}", title, subtitle, about, _newest(pages))


def of_article(user: User, article: Article) -> Feed:
    """The versions of one page, archived or not. The caller fetched it for this person."""
    pages = Article.objects.visible_to(user).filter(pk=article.pk)
    title = f"{article.title} · {settings.SITE_NAME}"
    subtitle = "New versions of this page, as its owner approves them."
    about = article.get_absolute_url()
    return Feed(f"page/{article.pk}", title, subtitle, about, _newest(pages))


def _newest(pages: ArticleQuerySet) -> list[Decision]:
    """The decisions that brought versions of these pages, with all that an entry says."""
    return list(
        Decision.objects.published()
        .filter(article__in=pages)
        .select_related("article__department", "by", "on_behalf_of", "proposal__author")
        .defer(
            *(f"article__{name}" for name in LONG_TEXTS),
            *(f"proposal__{name}" for name in ("body", "html", "facts")),
        )
        .order_by("-at", "-pk")[:MOST]
    )
