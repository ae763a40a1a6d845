"""Where the links of a text lead, as far as the rules ask."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import Department, User
from processes import links
from processes.models import Article
from processes.text import source
from processes.text.rendering import LinkRequest
from processes.text.rendering.links import Asker, PlacedLink
from processes.text.rendering.model import Site
from processes.text.source import Source
from processes.text.writing_rules import LinkFact


def facts_of(text: Source, place: Article | Department, author: User) -> tuple[LinkFact, ...]:
    """What the wiki knows of each link in a text, for its author's eyes.

    Two queries, none without links; one more where it names people, and where it leads to archived
    pages that others stand in for.
    """
    requests = source.requests(text, _site())
    if not requests:
        return ()
    resolver = links.resolver_for(text.body, place, author, author.departments)
    asker = Asker(resolver)
    own = place.pk if isinstance(place, Article) else None
    return tuple(
        LinkFact(written, _state(asker.place(request), resolver, own))
        for written, request in requests.items()
    )


def _state(placed: PlacedLink, resolver: links.LinkResolver, own: int | None) -> str:
    target, resolved = placed.resolved.target_id, placed.resolved
    if resolved.state != "found":
        return resolved.state
    if target is None:
        return "outside" if placed.request.address else "found"
    # What this page will hold is another matter: its headings are in the text.
    asks = placed.section_id and target != own and not _goes_on(placed.request)
    if asks and placed.section_id not in _sections(resolver, target):
        return "section"
    return "found"


def _goes_on(request: LinkRequest) -> bool:
    """Whether an address leads behind the page, to its history for one."""
    return request.address.partition("?")[0].strip("/").count("/") > 1


def _sections(resolver: links.LinkResolver, target: int) -> list[str]:
    page = resolver.lookup.by_id({target})[target]
    return links.section_ids(resolver.lookup.destination(page))


def _site() -> Site:
    address = urlsplit(settings.SITE_URL)
    return Site(origins=(f"{address.scheme}://{address.netloc}",))
