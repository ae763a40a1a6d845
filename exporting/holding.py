"""What a finished export holds, and whether whoever asked for it may still know all of that.

Between the making and the fetching of a file a week may pass, in which a department is closed to
its maker, a page moves behind a door, or the maker is an admin no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from exporting.models import Export
from exporting.planning import Plan
from importing.batches import in_batches
from processes.models import Article, ArticleLink

AT_ONCE = 2_000


def held(plan: Plan) -> dict[str, Any]:
    """Of the pages and departments that are told of in what was written of this plan, the ids;
    and as whom its maker saw them. Asked for once all is written."""
    seeing = plan.seeing
    pages = {*plan.pages, *seeing.told_pages, *_linked(plan)}
    places = {*plan.folders, *seeing.told_departments}
    return {"pages": sorted(pages), "departments": sorted(places), "as": _as(seeing.user)}


def still_whole(user: User, exports: Iterable[Export]) -> set[int]:
    """Ids of those of which this person may still read everything (two queries for each few
    thousand pages; none for admins)."""
    known = {export.pk: export.held for export in exports if export.held}
    as_now = _as(user)
    known = {pk: told for pk, told in known.items() if set(told["as"]) <= set(as_now)}
    if not user.is_admin:
        gone = user.departments.hidden_from(user)
        known = {pk: told for pk, told in known.items() if gone.isdisjoint(told["departments"])}
        shut = _shut(user, {page for told in known.values() for page in told["pages"]})
        known = {pk: told for pk, told in known.items() if shut.isdisjoint(told["pages"])}
    return set(known)


def _as(user: User) -> list[str]:
    """What somebody is told for: each of these adds to what an export holds, beside its pages."""
    rights = {
        "admin": user.is_admin,
        "writer": user.may_write and not user.is_guest,
        "colleague": not user.is_guest,
    }
    return [name for name, has in rights.items() if has]


def _linked(plan: Plan) -> Iterable[int]:
    """Pages elsewhere whose titles stand in the links of these."""
    for ids in plan.batches():
        rows = ArticleLink.objects.filter(source__in=ids).exclude(target=None).order_by()
        targets = rows.values_list("target", flat=True).distinct()
        yield from (pk for pk in targets if pk in plan.seeing.readable)


def _shut(user: User, pages: set[int]) -> set[int]:
    """Those that are there, and that this person may not read."""
    shut: set[int] = set()
    for some in in_batches(sorted(pages), AT_ONCE):
        there = Article.objects.filter(pk__in=some).order_by()
        readable = there.visible_to(user).filter(version__gt=0)
        shut |= set(there.values_list("pk", flat=True))
        shut -= set(readable.values_list("pk", flat=True))
    return shut
