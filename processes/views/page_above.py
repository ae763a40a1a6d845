"""The pages that a page is a part of, outermost first."""

from __future__ import annotations

from accounts.models import User
from processes.models import Article
from processes.text import page_order

# Department, address and title: what a link to a page shows.
PageAbove = tuple[int, str, str]


def pages_above(
    user: User, place: bytes, parent: tuple[int | None, str | None, str | None]
) -> tuple[PageAbove, ...]:
    """Those that this reader may open, by the key of the page's place (see `text.page_order`).

    The page right above comes with the page itself, as `parent`; only where there are more is
    there a query.
    """
    ids = page_order.above(place) if place else []
    if len(ids) < 2:
        return () if parent[0] is None else (parent,)  # type: ignore[return-value]
    here = Article.objects.visible_to(user).published().filter(pk__in=ids).order_by()
    found = {pk: page for pk, *page in here.values_list("pk", "department_id", "slug", "title")}
    return tuple(tuple(found[pk]) for pk in ids if pk in found)
