"""The links of a text while somebody writes it, asked again and again."""

from __future__ import annotations

from accounts.models import Department, User
from processes.links.looking_up import Lookup
from processes.links.resolving import LinkResolver, places_in, recorded, titles_in
from processes.models import Article


def resolver_for_draft(
    source: str, place: int | Department, reader: User
) -> tuple[Article | None, LinkResolver] | None:
    """As `resolver_for` with its author as the reader, in one statement beside their department
    tree, unless the text names people, archived pages or departments by an old address.

    `place` is the number of the page, which comes along with what its address and its place in
    the tree need, or the department of a page that does not exist yet. None where the author may
    not see that page.
    """
    lookup = Lookup(reader, reader.departments)
    titles, places = titles_in(source), places_in(source, lookup)
    number = place if isinstance(place, int) else 0
    noted = lookup.fetch_for_draft(number, titles, places)
    lookup.fetch_titles(titles)
    lookup.fetch_places(places)
    known = recorded(noted, lookup)
    if isinstance(place, Department):
        return None, LinkResolver(place, lookup, known, noted)
    article = lookup.by_id({number}).get(number)
    return (article, LinkResolver(article.department, lookup, known, noted)) if article else None
