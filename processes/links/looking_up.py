"""The pages and people that one text may mean, fetched in a few queries however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Q

from accounts.models import Department, DepartmentAddress, User
from accounts.models.tree import DepartmentTree, load_tree
from processes.links import noted
from processes.links.noted import Noted, OldName, Place
from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.text.rendering import fold

# What a database can be asked for at once; more are asked for in several queries.
AT_ONCE = 5_000
NEEDED = (
    *("title", "title_key", "slug", "version", "archived_at", "replaced_by", "department"),
    "contents",
)


class Lookup:
    """Answers by title, address or name; remembers what it was asked, found or not.

    `reader` is the author of a preview: what they may not see counts as not there. `tree` is the
    department tree, where the caller has just read it.
    """

    def __init__(self, reader: User | None = None, tree: DepartmentTree | None = None) -> None:
        self.reader = reader
        self.tree: DepartmentTree = tree or load_tree()
        self._titles: dict[str, list[Article]] = {}
        self._places: dict[Place, Article | None] = {}
        self._known: dict[int, Article] = {}

    def called(self, key: str) -> list[Article]:
        """Published pages of this title; those of today before those that were called so."""
        self.fetch_titles({key})
        return self._titles[key]

    def at(self, department_id: int, slug: str) -> Article | None:
        """The published page that this address leads to, or ever led to."""
        self.fetch_places({(department_id, slug)})
        return self._places[department_id, slug]

    def people(self, name: str) -> list[User]:
        """Everybody with this e-mail address; else of this name; else with this local part."""
        key = fold(name)
        for known in self._people:
            if key in known:
                return known[key]
        return []

    def formerly(self, department: str, slug: str) -> Article | None:
        """The page that had this address in a department which was merged, where another page has
        it there today (one query, only for an old address of a department)."""
        if department in self.tree.shape.by_slug or department not in self._old_addresses:
            return None
        return self._visible.filter(aliases__former=department, aliases__slug=slug).first()

    def department(self, slug: str) -> int | None:
        """The department at this address, or ever at it, unless it is hidden from the reader."""
        known = self.tree.shape.by_slug.get(slug)
        known = self._old_addresses.get(slug) if known is None else known
        return None if known in self._hidden else known

    def is_called(self, department_id: int, name: str) -> bool:
        """Whether a department is meant by what stands before the slash of `[[dept/Title]]`."""
        department = self.tree.by_id[department_id]
        if fold(name) in {fold(department.slug), fold(department.name)}:
            return True
        return self._old_addresses.get(name.strip().lower()) == department_id

    def destination(self, article: Article) -> Article:
        """The page itself, or the one that stands in for it since it was archived.

        A replacement that is less open than the page it replaces is not followed: readers who
        may still open the archived page would lose the link.
        """
        seen = {article.pk}
        while (after := self._replacement(article)) and after.pk not in seen:
            seen.add(after.pk)
            article = after
        return article

    def is_open_to_readers_of(self, department_id: int, target_id: int) -> bool:
        """Whether everybody who may read the one department may read the other."""
        shape = self.tree.shape
        mine = set(shape.lineages.get(department_id, ()))
        return mine.issuperset(self._closed_above(target_id))

    def is_open_to_all(self, department_id: int) -> bool:
        """Whether the whole company may read this department."""
        return not self._closed_above(department_id)

    def fetch_around(self, article: Article | None, titles: set[str], places: set[Place]) -> Noted:
        """Looks up what a text holds, and what its page's links lead to: two statements.

        Of more titles or addresses than a database can be asked for at once, the first ones.
        """
        titles, places = set(islice(titles, AT_ONCE)), set(islice(places, AT_ONCE))
        found = noted.ask(article, titles, places)
        asked = [
            name
            for name in found.old_names
            if name.title_key in titles or (name.department, name.slug) in places
        ]
        self._fetch(titles, places, asked, set(found.articles.values()))
        return found

    def fetch_for_draft(self, number: int, titles: set[str], places: set[Place]) -> Noted:
        """As `fetch_around`, for a text of the page with this number, if its reader may see it:
        one statement for all, and one for each step of what stands in for archived pages."""
        titles, places = set(islice(titles, AT_ONCE)), set(islice(places, AT_ONCE))
        found, pages = noted.ask_with_pages(number, titles, places, self._seen)
        self._take_in(pages)
        self._follow(pages)
        live = {page.pk: page for page in pages if page.is_published}
        self._sort_out(titles, places, found.old_names, live)
        return found

    def fetch_titles(self, keys: set[str]) -> None:
        """Looks titles up, those not looked up before."""
        for chunk in _chunks(_missing(keys, self._titles)):
            self._fetch_names(set(chunk), set())

    def fetch_places(self, places: set[Place]) -> None:
        """Looks addresses up, those not looked up before."""
        for chunk in _chunks(_missing(places, self._places)):
            self._fetch_names(set(), set(chunk))

    def _fetch_names(self, titles: set[str], places: set[Place]) -> None:
        self._fetch(titles, places, noted.old_names(titles, places), set())

    def _fetch(
        self, titles: set[str], places: set[Place], names: list[OldName], targets: set[int]
    ) -> None:
        """The pages called so, at these addresses or with these ids; old names come second."""
        pks = targets.union(name.article for name in names)
        wanted = Q(pk__in=pks) | Q(title_key__in=titles) | noted.near(places)
        is_any = pks or titles or places
        found = {page.pk: page for page in self._articles(wanted)} if is_any else {}
        self._sort_out(titles, places, names, found)

    def _sort_out(
        self,
        titles: set[str],
        places: set[Place],
        names: list[OldName],
        found: dict[int, Article],
    ) -> None:
        """Remembers which of the pages found, in their order, is meant by which name."""
        now = {(page.department_id, page.slug): page for page in found.values()}
        self._titles |= {key: [] for key in titles}
        for page in found.values():
            if page.title_key in titles:
                self._titles[page.title_key].append(page)
        former = [(name, found[name.article]) for name in names if name.article in found]
        by_title: dict[str, dict[int, Article]] = {}
        for name, page in former:
            by_title.setdefault(name.title_key, {})[page.pk] = page
        for key in titles:
            self._titles[key] = self._titles[key] or list(by_title.get(key, {}).values())
        old = {(name.department, name.slug): page for name, page in former if name.slug}
        self._places |= {place: now.get(place) or old.get(place) for place in places}

    def by_id(self, pks: set[int]) -> dict[int, Article]:
        """The articles with these ids, without those that the reader may not see."""
        for chunk in _chunks(_missing(pks, self._known)):
            self._articles(Q(pk__in=chunk))
        return {pk: self._known[pk] for pk in pks if pk in self._known}

    def _articles(self, wanted: Q) -> list[Article]:
        """With what stands in for archived ones: a query for each step, not for each page."""
        found = self._read(wanted)
        self._follow(found)
        return found

    def _follow(self, articles: list[Article]) -> None:
        while missing := _replacing(articles) - self._known.keys():
            articles = self._read(Q(pk__in=missing))

    def _read(self, wanted: Q) -> list[Article]:
        articles = list(self._visible.filter(wanted).only(*NEEDED))
        self._take_in(articles)
        return articles

    def _take_in(self, articles: list[Article]) -> None:
        for article in articles:
            article.department = self._department(article.department_id)
            self._known[article.pk] = article

    def _replacement(self, article: Article) -> Article | None:
        after = self._known.get(article.replaced_by_id) if article.archived_at else None
        if after is None:
            return None
        is_open = self.is_open_to_readers_of(article.department_id, after.department_id)
        return after if is_open else None

    def _department(self, pk: int) -> Department:
        # One that was made after the tree was read is not in it.
        return self.tree.by_id.get(pk) or Department.objects.get(pk=pk)

    def _closed_above(self, department_id: int) -> set[int]:
        shape = self.tree.shape
        return shape.closed.intersection(shape.lineages.get(department_id, ()))

    @cached_property
    def _visible(self) -> ArticleQuerySet:
        return self._seen.filter(version__gt=0).order_by("pk")

    @cached_property
    def _seen(self) -> ArticleQuerySet:
        return Article.objects.visible_to(self.reader) if self.reader else Article.objects.all()

    @cached_property
    def _hidden(self) -> frozenset[int]:
        return self.tree.hidden_from(self.reader) if self.reader else frozenset()

    @cached_property
    def _old_addresses(self) -> dict[str, int]:
        return dict(DepartmentAddress.objects.values_list("slug", "department_id"))

    @cached_property
    def _people(self) -> tuple[dict[str, list[User]], ...]:
        """Everybody by e-mail address, by name and by local part, each folded (one query).

        No database folds accents as we do, and only texts that name people ask.
        """
        keys: tuple[dict[str, list[User]], ...] = ({}, {}, {})
        people = User.objects.known_to(self.reader) if self.reader else User.objects.all()
        for person in people.colleagues().only("name", "email", "is_active").order_by("pk"):
            names = (person.email, person.name, person.email.partition("@")[0])
            for known, name in zip(keys, names, strict=True):
                known.setdefault(fold(name), []).append(person)
        return keys


def _replacing(articles: Iterable[Article]) -> set[int]:
    return {a.replaced_by_id for a in articles if a.archived_at and a.replaced_by_id}


def _missing(asked: set[Any], known: Mapping[Any, Any]) -> set[Any]:
    """As `asked - known.keys()`, which goes through all that is known: for each link, again."""
    return {one for one in asked if one not in known}


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(values)
    while chunk := list(islice(left, AT_ONCE)):
        yield chunk
