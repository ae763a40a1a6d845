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
from processes.models.article import ArticleQuerySet
from processes.text.rendering import FoundLink, LinkRequest, ResolvedLink, fold

# Where links may stand; only used to fetch most candidates at once, so it need not be exact.
MENTION = re.compile(r"\[\[([^\[\]]{1,500})\]\]")
Candidates = dict[str, list[Article]]


@dataclass
class LinkResolver:
    """Answers where each `[[link]]` of one text leads.

    A link is drawn only where everybody who may read the page may read its target; elsewhere its
    label stays plain text, so that a page gives away neither titles nor addresses. While an author
    previews, a target that the author may not see counts as not there at all.
    """

    department: Department
    reader: User | None
    # Where the page's links lead already, by title key: they follow identity, not text.
    recorded: dict[str, Article] = field(default_factory=dict)
    candidates: Candidates = field(default_factory=dict)
    tree: DepartmentTree = field(default_factory=load_tree)

    def __call__(self, request: LinkRequest) -> ResolvedLink:
        known = self.recorded.get(_key(request))
        found = [known] if known else self._narrow(self._called(request))
        if not found:
            return self._wanted(request)
        target = found[0]
        if not self._is_open_to_all_readers(target):
            return ResolvedLink("hidden", target_id=target.pk if len(found) == 1 else None)
        if len(found) > 1:
            return ResolvedLink("ambiguous", title=_choices(found))
        return ResolvedLink("found", href=target.get_absolute_url(), target_id=target.pk)

    def fetch(self, keys: set[str]) -> None:
        """Looks titles up, those not looked up before, in two queries."""
        if missing := keys - self.candidates.keys():
            self.candidates |= {key: [] for key in missing}
            self.candidates |= _articles_called(missing, self.reader)

    def _called(self, request: LinkRequest) -> list[Article]:
        """Pages of this title; a title may hold a slash, so the whole is tried first."""
        self.fetch({_key(request), fold(request.title)})
        whole = self.candidates[_key(request)]
        if whole or not request.department:
            return whole
        named = self.candidates[fold(request.title)]
        return [article for article in named if _is_called(article.department, request.department)]

    def _narrow(self, found: list[Article]) -> list[Article]:
        """The page's own department goes first, then what all readers may open.

        So the rest are open to all of them, or none is: a closed page makes no name ambiguous,
        which would tell of it.
        """
        own = [article for article in found if article.department_id == self.department.pk]
        return own or [a for a in found if self._is_open_to_all_readers(a)] or found

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


def resolver_for(source: str, article: Article, reader: User | None = None) -> LinkResolver:
    """A resolver for one text of an article (a few queries, however many links).

    `reader` is the author while a proposal is previewed, and None at publication.
    """
    resolver = LinkResolver(article.department, reader, _recorded(article, reader))
    keys: set[str] = set()
    for mention in MENTION.findall(source):
        raw = mention.split("|")[0].rstrip("\\").split("#")[0]
        keys |= {fold(raw), fold(raw.partition("/")[2])}
    resolver.fetch(keys - {""})
    return resolver


def record(article: Article, links: Iterable[FoundLink]) -> None:
    """Replaces what is known of an article's links by what its new text holds."""
    ArticleLink.objects.filter(source=article).delete()
    ArticleLink.objects.bulk_create(
        ArticleLink(
            source=article,
            target_id=link.resolved.target_id,
            title=link.request.raw[:300],
            title_key=_key(link.request),
            section=link.request.section[:300],
        )
        for link in links
    )


def waiting_for(article: Article) -> list[Article]:
    """Published pages with a `[[link]]` to this article's title that led nowhere until now."""
    return list(
        Article.objects.published()
        .filter(links__target=None, links__title_key__in=_names(article))
        .exclude(pk=article.pk)
        .select_related("department")
        .distinct()
    )


def leading_to(article: Article) -> list[Article]:
    """Published pages that link to this article."""
    return list(
        Article.objects.published()
        .filter(links__target=article)
        .exclude(pk=article.pk)
        .select_related("department")
        .distinct()
    )


def touching(departments: Iterable[Department]) -> list[Article]:
    """Published pages that link into these departments or lie in them."""
    chosen = [department.pk for department in departments]
    return list(
        Article.objects.published()
        .filter(Q(links__target__department__in=chosen) | Q(department__in=chosen))
        .select_related("department")
        .distinct()
    )


def _key(request: LinkRequest) -> str:
    return fold(request.raw)[:400]


def _names(article: Article) -> set[str]:
    """The title keys under which links may be waiting for an article."""
    places = {fold(article.department.slug), fold(article.department.name)}
    joined = {f"{place}{slash}{article.title_key}" for place in places for slash in ("/", " / ")}
    return {article.title_key, *joined}


def _visible(reader: User | None) -> ArticleQuerySet:
    articles = Article.objects.visible_to(reader) if reader else Article.objects.all()
    return articles.filter(version__gt=0).for_lists()


def _recorded(article: Article, reader: User | None) -> dict[str, Article]:
    """What the page's present links lead to, whatever is called so today."""
    if not article.is_published:
        return {}
    links = ArticleLink.objects.filter(source=article, target__in=_visible(reader))
    return {link.title_key: link.target for link in links.select_related("target__department")}


def _articles_called(keys: set[str], reader: User | None) -> Candidates:
    """Published articles by title key; a present title goes before an old one."""
    articles = _visible(reader)
    found: Candidates = {}
    for article in articles.filter(title_key__in=keys):
        found.setdefault(article.title_key, []).append(article)
    old_titles = Alias.objects.filter(title_key__in=keys - found.keys(), article__in=articles)
    for alias in old_titles.select_related("article__department"):
        same = found.setdefault(alias.title_key, [])
        if alias.article not in same:
            same.append(alias.article)
    return found


def _is_called(department: Department, name: str) -> bool:
    if fold(name) in {fold(department.slug), fold(department.name)}:
        return True
    return department.old_addresses.filter(slug=name.strip().lower()).exists()


def _choices(found: list[Article]) -> str:
    places = ", ".join(sorted(article.department.name for article in found))
    return f"Several pages have this title: {places}"
