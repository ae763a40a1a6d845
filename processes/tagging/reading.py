"""Tags as one person may see them: what only closed pages have is nowhere told."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import User
from accounts.prepared import Listed
from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.models.tag import Tag, Tagging
from processes.text.tags import order_key


@dataclass(frozen=True, slots=True)
class Counted:
    """A tag and how many pages of it somebody may read."""

    tag: Tag
    count: int


def of(article: Article) -> QuerySet[Tag]:
    """The tags of a page, by name. Whoever may read the page may see them."""
    return Tag.objects.filter(taggings__article=article)


def pages_with(tag: Tag, user: User) -> ArticleQuerySet:
    """The pages in use with this tag that this person may read, by title."""
    pages = Article.objects.visible_to(user).published().filter(taggings__tag=tag)
    return pages.for_lists().order_by("title_key", "pk")


def counted(user: User, tags: QuerySet[Tag] | None = None) -> list[Counted]:
    """All tags (or these) that pages in use have which this person may read, by name, with how
    many these are. One query."""
    pages = Article.objects.visible_to(user).published().values("pk")
    found = Tag.objects.all() if tags is None else tags
    rows = found.filter(taggings__article__in=pages).annotate(count=Count("taggings"))
    found_ones = sorted(rows.order_by("pk"), key=lambda tag: order_key(tag.name))
    return [Counted(tag, tag.count) for tag in found_ones]


def commonest(user: User, most: int = 20) -> list[Tag]:
    """Those that most of the pages have which this person may read, by name. One query."""
    found = sorted(counted(user), key=lambda one: -one.count)[:most]
    return sorted((one.tag for one in found), key=lambda tag: order_key(tag.name))


def listed() -> Subquery:
    """The tags of each article of a query, as a column that `read` takes."""
    rows = Tagging.objects.filter(article=OuterRef("pk"))
    return Subquery(rows.annotate(listed=Listed("tag__name", "tag__slug")).values("listed"))


def read(column: str | None) -> list[Tag]:
    """By name, with name and address alone."""
    rows = sorted(json.loads(column or "[]"), key=lambda row: order_key(row[0]))
    return [Tag(name=name, slug=slug) for name, slug in rows]
