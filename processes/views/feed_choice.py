"""The department or page whose feed somebody asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from accounts.models import User
from processes.models import Article
from processes.views.access import number_in


@dataclass(frozen=True, slots=True)
class Choice:
    """`kind` is department or article; `url` the page's own address."""

    kind: str
    value: str
    name: str
    url: str

    @property
    def query(self) -> str:
        return urlencode({self.kind: self.value})


def chosen(user: User, given: Mapping[str, str]) -> Choice | None:
    """What `department` (its slug) or `article` (its number) names; None where neither is given.

    Raises Http404 for what this person may not read.
    """
    if slug := given.get("department"):
        return _department(user, slug)
    if number := given.get("article"):
        return _article(user, number)
    return None


def _department(user: User, slug: str) -> Choice:
    tree = user.departments
    pk = tree.shape.by_slug.get(slug) or number_in(slug)
    if pk not in tree.by_id or pk in tree.hidden_from(user):
        raise Http404("There is no such department.")
    department = tree.by_id[pk]
    return Choice("department", slug, department.name, department.get_absolute_url())


def _article(user: User, number: str) -> Choice:
    readable = Article.objects.visible_to(user).filter(version__gt=0).for_lists()
    article = readable.filter(pk=number_in(number)).first()
    if article is None:
        raise Http404("There is no such page.")
    return Choice("article", number, article.title, article.get_absolute_url())
