"""Where the links of one text lead, as far as the one who exports may know."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from accounts.models.department import RESERVED_SLUGS
from exporting.planning import Plan
from processes.links import LinkResolver
from processes.models import Alias, Article
from processes.text.rendering import LinkRequest, fold


@dataclass(frozen=True, slots=True)
class Where:
    """`path` within the export ("" where it is not part of it), else `url`. Of what is hidden,
    `titles` are its names, folded: nothing may show them."""

    path: str = ""
    url: str = ""
    title: str = ""
    is_hidden: bool = False
    titles: frozenset[str] = field(default_factory=frozenset)

    def may_tell(self, label: str) -> bool:
        return bool(label) and fold(label) not in self.titles


class Leads:
    def __init__(self, resolver: LinkResolver, plan: Plan) -> None:
        self.resolver, self.plan = resolver, plan

    def where(self, request: LinkRequest) -> Where | None:
        """None for what leads nowhere, or to the site's own pages: it stays as it is written."""
        resolved = self.resolver(request)
        if resolved.state == "hidden":
            return Where(is_hidden=True, titles=frozenset({fold(request.title)}))
        if resolved.target_id is not None:
            return self._page(resolved.target_id, request)
        return self._department(request) if request.address else None

    def _page(self, pk: int, request: LinkRequest) -> Where:
        target = self.resolver.lookup.by_id({pk})[pk]
        if pk not in self.plan.seeing.readable:
            return Where(is_hidden=True, titles=_called(target, request))
        self.plan.seeing.told_pages.add(pk)
        spot = self.plan.pages.get(pk)
        goes_on = request.address.partition("?")[0].strip("/").count("/") > 1
        if spot is None or goes_on:
            url = f"{settings.SITE_URL}{target.get_absolute_url()}"
            return Where(url=url, title=target.title)
        return Where(path=spot.path, title=target.title)

    def _department(self, request: LinkRequest) -> Where | None:
        first = request.address.strip("/").partition("/")[0].partition("?")[0]
        if not first or first in RESERVED_SLUGS:
            return None
        pk = self.resolver.lookup.department(first)
        if pk is None:
            return None
        if pk not in self.plan.seeing.hidden:
            self.plan.seeing.told_departments.add(pk)
            return None
        name, slug = self.plan.seeing.tree.said_of(pk)
        return Where(is_hidden=True, titles=frozenset({fold(name), fold(slug)}))


def _called(target: Article, request: LinkRequest) -> frozenset[str]:
    """All that a page was ever called (one query)."""
    former = Alias.objects.filter(article=target).exclude(title="")
    titles = {target.title, request.title, request.raw, *former.values_list("title", flat=True)}
    return frozenset(fold(title) for title in titles if title)
