"""Two departments become one."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts import merging as people
from accounts.models import Department, User
from accounts.reorganising import lock_tree
from processes import publishing
from processes.models import Action, Article, Decision, Proposal
from processes.reorganising import addresses, belongings
from processes.reorganising.looking import look
from processes.workflow import offers
from processes.workflow.refusals import Incomplete, NotAllowed

AT_A_TIME = 500


@transaction.atomic
def merge(
    department: Department,
    into: Department,
    by: User,
    *,
    opens: bool = False,
    admits: bool = False,
    at: datetime.datetime | None = None,
) -> Department:
    """All of one department becomes part of another, and it is no more. Its address, those it had
    before, and those of its pages lead there for ever.

    No text is touched and nothing is decided: each page gets a line in its log, as with every
    move. `opens` says that it may let people read what they may not now; `admits`, that those who
    are admitted to the one are admitted to the other. Returns the other as it is now.

    Raises NotAllowed for anybody but an admin, Incomplete where the two cannot be merged, or where
    it would open something and `opens` does not say so. Statements do not grow with the number of
    pages, but by the few whose address is taken there and those that wait for a decision.
    """
    if not by.is_admin:
        raise NotAllowed("Only admins merge departments.")
    department, into = _lock(department, into)
    prospect = look(department, into, admits=admits)
    if prospect.is_opening and not opens:
        raise Incomplete("This lets people read what they may not read now: tick that they may.")
    at = at or timezone.now()
    pages = list(Article.objects.filter(department=department).values_list("pk", "slug"))
    names = addresses.renamed(department, into)
    addresses.move(department, into, names)
    people.move_branches(prospect.parents)
    people.take_people(department, into, by, admits=admits)
    into.refresh_from_db()
    belongings.move(department, into, by, at)
    _log(pages, names, department, into, by, at)
    _ask_again([pk for pk, _ in pages], at)
    people.take_away(department, into, by)
    publishing.redraw_around(into)
    return into


def _lock(department: Department, into: Department) -> tuple[Department, Department]:
    """Both as they are now. First the tree, then the pages, as whoever writes a page holds that
    and then refers to its department; last the department itself, which nobody refers to any more
    from then on."""
    lock_tree()
    _hold_pages(department)
    rows = Department.objects.select_related("manager")
    held = Department.objects.select_for_update(of=("self",)).filter(pk=department.pk)
    if not held.values_list("pk").first():
        raise Incomplete("This department is not there any more.")
    _hold_pages(department)  # those that were begun meanwhile
    found = rows.filter(pk=into.pk).first()
    if found is None:
        raise Incomplete("The other department is not there any more.")
    return rows.get(pk=department.pk), found


def _hold_pages(department: Department) -> None:
    pages = Article.objects.filter(department=department).order_by("pk")
    list(pages.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def _log(
    pages: list[tuple[int, str]],
    names: dict[int, str],
    department: Department,
    into: Department,
    by: User,
    at: datetime.datetime,
) -> None:
    where = f"Department: {department} → {into}"
    lines = [
        Decision(
            article_id=pk,
            action=Action.CHANGED,
            by=by,
            comment=f"{where}; Address: {slug} → {names[pk]}" if pk in names else where,
            at=at,
        )
        for pk, slug in pages
    ]
    Decision.objects.bulk_create(lines, batch_size=AT_A_TIME)


def _ask_again(pages: list[int], at: datetime.datetime) -> None:
    """What waits is put before whoever is asked first now: the managers above are others."""
    pending = Proposal.objects.pending().filter(article__in=pages).values("article")
    found = Article.objects.filter(pk__in=pending).select_related("department", "owner")
    for article in found.order_by("pk"):
        offers.ask_again(article, at)
