"""From what an author wrote to where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from accounts.models import Department, User
from accounts.models.department import RESERVED_SLUGS
from accounts.models.tree import DepartmentTree
from processes.links.keys import Key, key_of, parts_of
from processes.links.looking_up import Lookup
from processes.links.noted import Noted, Place
from processes.models import Article
from processes.text.rendering import LinkRequest, ResolvedLink, fold

# Where links may stand; only used to fetch most candidates at once, so neither need be exact.
MENTION = re.compile(r"\[\[([^\[\]]{1,500})\]\]")
ADDRESS = re.compile(r"(?<![\w/-])/([\w-]{1,60})/([\w-]{1,100})", re.ASCII)


@dataclass
class Recorded:
    """Where the live page's links lead already: they follow identity, not text."""

    articles: dict[Key, Article] = field(default_factory=dict)
    people: dict[Key, User] = field(default_factory=dict)


@dataclass
class LinkResolver:
    """Answers where each link of one text leads.

    What is drawn tells nobody of a page that is closed to part of the company: of such a page it
    holds the address alone, which is cut for those who may not follow it (see `for_reader`), and
    never today's title. While an author previews, a page that they may not see counts as not
    there at all.
    """

    department: Department
    lookup: Lookup
    recorded: Recorded
    noted: Noted

    def __call__(self, request: LinkRequest) -> ResolvedLink:
        if request.person:
            return self._person(request)
        if request.address:
            return self._address(request)
        return self._title(request)

    def _title(self, request: LinkRequest) -> ResolvedLink:
        known = self.recorded.articles.get(key_of(request))
        found = [known] if known else self._narrow(self._called(request))
        if not found:
            return self._wanted(request)
        if len(found) == 1:
            return self._found(found[0])
        if not self._is_open_to_all_readers(found[0]):
            return ResolvedLink("hidden")
        return ResolvedLink("ambiguous", title=self._choices(found))

    def _called(self, request: LinkRequest) -> list[Article]:
        """Pages of this title; a title may hold a slash, so the whole is tried first."""
        _, key = key_of(request)
        whole = self.lookup.called(key)
        if whole or not request.department:
            return whole
        return [
            article
            for article in self.lookup.called(fold(request.title))
            if self.lookup.is_called(article.department_id, request.department)
        ]

    def _narrow(self, found: list[Article]) -> list[Article]:
        """Pages in use go before archived ones, the page's own department before others, and then
        what all readers may open: a closed page makes no name ambiguous, which would tell of it.
        """
        found = [article for article in found if not article.archived_at] or found
        own = [article for article in found if article.department_id == self.department.pk]
        return own or [a for a in found if self._is_open_to_all_readers(a)] or found

    def _found(self, target: Article, rest: str = "", query: str = "") -> ResolvedLink:
        """`rest` is what an address goes on with: /history/ of an archived page is its own."""
        shown = target if rest else self.lookup.destination(target)
        name = shown.title if self.lookup.is_open_to_all(shown.department_id) else ""
        href = f"{shown.get_absolute_url()}{rest}{query}"
        return ResolvedLink("found", href=href, target_id=target.pk, name=name)

    def _wanted(self, request: LinkRequest) -> ResolvedLink:
        query = urlencode({"department": self.department.slug, "title": request.title})
        return ResolvedLink("wanted", href=f"{reverse('new_article')}?{query}")

    def _choices(self, found: list[Article]) -> str:
        """The departments to choose from, unless one of them is not for everybody to know."""
        if not all(self.lookup.is_open_to_all(article.department_id) for article in found):
            return ""
        places = ", ".join(sorted(article.department.name for article in found))
        return f"Several pages have this title: {places}"

    def _is_open_to_all_readers(self, target: Article) -> bool:
        return self.lookup.is_open_to_readers_of(self.department.pk, target.department_id)

    # --- people -----------------------------------------------------------------------------

    def _person(self, request: LinkRequest) -> ResolvedLink:
        """An active person; who has left is not linked to any more, but still known."""
        known = self.recorded.people.get(key_of(request))
        found = [known] if known else self.lookup.people(request.person)
        active = [person for person in found if person.is_active]
        if len(active) > 1:
            return ResolvedLink("ambiguous", title="Several people are called so: use an e-mail.")
        if active:
            href = active[0].get_absolute_url()
            return ResolvedLink("found", href, person_id=active[0].pk, name=str(active[0]))
        if found:
            return ResolvedLink("hidden", person_id=found[0].pk if len(found) == 1 else None)
        return ResolvedLink("wanted")

    # --- addresses --------------------------------------------------------------------------

    def _address(self, request: LinkRequest) -> ResolvedLink:
        """An article's address of any time leads to the article; the site's own lead where they
        say. What leads nowhere yet keeps its address, as a wanted page."""
        first, *others = parts_of(request.address)
        if not first or first in RESERVED_SLUGS:
            return ResolvedLink("found", href=request.address)
        _, mark, query = request.address.partition("?")
        place = self.lookup.department(first)
        if place is None:
            return ResolvedLink("wanted", href=request.address)
        if not others:
            department = self.lookup.tree.by_id[place]
            return ResolvedLink("found", href=f"{department.get_absolute_url()}{mark}{query}")
        known = self.recorded.articles.get(key_of(request))
        former = None if known else self.lookup.formerly(first, others[0])
        target = known or former or self.lookup.at(place, others[0])
        if target is None:
            return ResolvedLink("wanted", href=request.address)
        rest = "".join(f"{part}/" for part in others[1:])
        return self._found(target, rest, mark + query)


def resolver_for(
    source: str,
    place: Article | Department,
    reader: User | None = None,
    tree: DepartmentTree | None = None,
) -> LinkResolver:
    """A resolver for one text of an article, or of a page that a department does not have yet.

    A few queries, however many links. `reader` is the author while a proposal is previewed, and
    None at publication; `tree` the department tree, where the caller has just read it.
    """
    lookup = Lookup(reader, tree)
    article = place if isinstance(place, Article) else None
    titles, places = titles_in(source), places_in(source, lookup)
    noted = lookup.fetch_around(article, titles, places)
    lookup.fetch_titles(titles)
    lookup.fetch_places(places)
    department = article.department if article else place
    return LinkResolver(department, lookup, recorded(noted, lookup), noted)


def titles_in(source: str) -> set[str]:
    """Of the pages that a text may link to, folded."""
    keys: set[str] = set()
    for mention in MENTION.findall(source):
        raw = mention.split("|")[0].rstrip("\\").split("#")[0].strip()
        if not raw.startswith("@"):
            keys |= {fold(raw), fold(raw.partition("/")[2])}
    return keys - {""}


def places_in(source: str, lookup: Lookup) -> set[Place]:
    """The addresses of pages that a text holds."""
    text = source.replace(settings.SITE_URL, "")
    return {
        (department, slug)
        for first, slug in set(ADDRESS.findall(text))
        if first not in RESERVED_SLUGS and (department := lookup.department(first)) is not None
    }


def recorded(noted: Noted, lookup: Lookup) -> Recorded:
    """What the page's present links lead to, whatever is called so today."""
    articles = lookup.by_id(set(noted.articles.values()))
    people = User.objects.in_bulk(set(noted.people.values())) if noted.people else {}
    return Recorded(
        {key: articles[pk] for key, pk in noted.articles.items() if pk in articles},
        {key: people[pk] for key, pk in noted.people.items() if pk in people},
    )
