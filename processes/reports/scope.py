"""Who asks, about which part of the company."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.query import QuerySet

from accounts.models import Department, User
from processes.models import Article
from processes.models.article import LONG_TEXTS, ArticleQuerySet
from processes.models.link import ArticleLink, LinkState
from processes.text.rendering import fold

NOT_FOR_LISTS = [f"{end}__{text}" for end in ("source", "target") for text in LONG_TEXTS]


@dataclass(frozen=True, slots=True)
class Scope:
    """The pages of one department and those below it, or all, as far as `user` may read them."""

    user: User
    department: Department | None = None

    def readable(self) -> ArticleQuerySet:
        """Whatever this person may open, anywhere."""
        return Article.objects.visible_to(self.user).order_by()

    def not_into_closed(self) -> Q:
        """Leaves out links by an address in a department that is closed to this person: whether
        there is a page at it, or no page, or the department itself, they are not told."""
        tree = self.user.departments
        closed = Q(pk__in=[])
        for pk in tree.hidden_from(self.user):
            closed |= Q(title_key__startswith=f"/{fold(tree.by_id[pk].slug)}/")
        return ~Q(closed, by_address=True, target=None)

    def pages(self) -> ArticleQuerySet:
        """The published pages that are asked about."""
        pages = self.readable().published()
        if self.department is None:
            return pages
        below = self.user.departments.subtree(self.department.pk)
        return pages.filter(department__in=[department.pk for department in below])

    def links(self, *conditions: Q) -> QuerySet[ArticleLink]:
        """The links in the text of these pages, as lists show them, by page and place."""
        return (
            ArticleLink.objects.filter(*conditions, source__in=self.pages().values("pk"))
            .select_related("source__department", "source__owner", "target__department")
            .defer(*NOT_FOR_LISTS)
            .order_by("source__title", "source", "place")
        )


# The title of a link to a person starts so: [[@Name]].
TO_A_PERSON = Q(title__startswith="@")
WANTED_PAGE = Q(state=LinkState.WANTED, by_address=False) & ~TO_A_PERSON
