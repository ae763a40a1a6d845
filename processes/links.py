"""Links between articles: from `[[Title]]` to an article, whatever its name was or is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from accounts.models import Department, User
from accounts.models.department import Visibility
from accounts.models.tree import DepartmentTree, load_tree
from processes.models import Alias, Article, ArticleLink
from processes.text.rendering import FoundLink, LinkRequest, ResolvedLink, fold

# Where titles may stand; only used to fetch all candidates at once, so too many do no harm.
MENTION = re.compile(r"\[\[([^\[\]\n]{1,400})\]\]")


@dataclass
class LinkResolver:
    """Answers where each `[[link]]` of one text leads, from candidates fetched in two queries.

    A link is drawn only where everybody who may read the page may read its target; elsewhere its
    label stays plain text, so that a page gives away neither titles nor addresses. While an author
    previews, a target that the author may not see counts as not there at all.
    """

    department: Department
    tree: DepartmentTree
    reader: User | None
    candidates: dict[str, list[Article]] = field(default_factory=dict)

    def __call__(self, request: LinkRequest) -> ResolvedLink:
        found = self._narrow(self._candidates(request), request)
        if not found:
            return self._wanted(request)
        if len(found) > 1:
            return ResolvedLink("ambiguous", title=_choices(found))
        target = found[0]
        if not self._is_open_to_all_readers(target):
            return ResolvedLink("hidden", target_id=target.pk)
        return ResolvedLink("found", href=target.get_absolute_url(), target_id=target.pk)

    def _candidates(self, request: LinkRequest) -> list[Article]:
        return self.candidates.get(fold(request.raw)) or self.candidates.get(
            fold(request.title), []
        )

    def _narrow(self, found: list[Article], request: LinkRequest) -> list[Article]:
        """By the department that was named, else the page's own, else the only one there is."""
        if request.department:
            named = [a for a in found if _is_called(a.department, request.department)]
            return named or (found if fold(request.raw) in self.candidates else [])
        own = [a for a in found if a.department_id == self.department.pk]
        return own or found

    def _wanted(self, request: LinkRequest) -> ResolvedLink:
        query = urlencode({"department": self.department.slug, "title": request.title})
        return ResolvedLink("wanted", href=f"{reverse('new_article')}?{query}")

    def _is_open_to_all_readers(self, target: Article) -> bool:
        mine = {d.pk for d in self.tree.lineage(self.department.pk)}
        return all(
            above.pk in mine
            for above in self.tree.lineage(target.department_id)
            if above.visibility == Visibility.MEMBERS
        )


def resolver_for(source: str, department: Department, reader: User | None = None) -> LinkResolver:
    """A resolver for one text in one department (three queries, however many links).

    `reader` is the author while a proposal is previewed, and None at publication.
    """
    keys = set()
    for mention in MENTION.findall(source):
        title = mention.split("|")[0].rstrip("\\").split("#")[0]
        keys |= {fold(title), fold(title.rpartition("/")[2])}
    candidates = _articles_called(keys, reader) if keys else {}
    return LinkResolver(department, load_tree(), reader, candidates)


def record(article: Article, links: Iterable[FoundLink]) -> None:
    """Replaces what is known of an article's links by what its new text holds."""
    ArticleLink.objects.filter(source=article).delete()
    ArticleLink.objects.bulk_create(
        ArticleLink(
            source=article,
            target_id=link.resolved.target_id,
            title=link.request.title[:300],
            title_key=fold(link.request.title)[:400],
            section=link.request.section[:300],
        )
        for link in links
    )


def waiting_for(article: Article) -> list[Article]:
    """Published pages with a `[[link]]` to this article's title that led nowhere until now."""
    return list(
        Article.objects.published()
        .filter(links__target=None, links__title_key=article.title_key)
        .exclude(pk=article.pk)
        .select_related("department")
        .distinct()
    )


def linking_into(departments: Iterable[Department]) -> list[Article]:
    """Published pages that link into these departments, or that lie in them."""
    chosen = [department.pk for department in departments]
    return list(
        Article.objects.published()
        .filter(Q(links__target__department__in=chosen) | Q(department__in=chosen))
        .select_related("department")
        .distinct()
    )


def _articles_called(keys: set[str], reader: User | None) -> dict[str, list[Article]]:
    """Published articles by title key; a present title goes before an old one."""
    articles = Article.objects.visible_to(reader) if reader else Article.objects.all()
    articles = articles.filter(version__gt=0).for_lists()
    found: dict[str, list[Article]] = {}
    for article in articles.filter(title_key__in=keys):
        found.setdefault(article.title_key, []).append(article)
    old_titles = Alias.objects.filter(title_key__in=keys - found.keys(), article__in=articles)
    for alias in old_titles.select_related("article__department"):
        same = found.setdefault(alias.title_key, [])
        if alias.article not in same:
            same.append(alias.article)
    return found


def _is_called(department: Department, name: str) -> bool:
    return fold(name) in {fold(department.slug), fold(department.name)}


def _choices(found: list[Article]) -> str:
    places = ", ".join(sorted(article.department.name for article in found))
    return f"Several pages have this title: {places}"
