"""Somebody takes the place of another everywhere, or in a part of the company."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils import timezone

from accounts import auditing, deputising
from accounts.models import Department, Deputy, User
from accounts.models.tree import load_tree
from processes.catalogue import recording
from processes.models import Article, Proposal, Tool, Transfer, Trust
from processes.models.article import LONG_TEXTS
from processes.workflow import hand_over_news, leavers, offers, transferring, trusting
from processes.workflow.refusals import Incomplete, NotAllowed, Refused


class Part(StrEnum):
    """What somebody may take over from another, in the order in which it is done."""

    DEPARTMENTS = "departments"
    PAGES = "pages"
    TOOLS = "tools"
    DEPUTIES = "deputies"
    TRUST = "trust"
    TASKS = "tasks"


@dataclass
class Replaced:
    """How much of each part went over, and the pages that did not, each with the reason."""

    done: dict[Part, int] = field(default_factory=dict)
    kept: list[tuple[Article, str]] = field(default_factory=list)


def held_by(person: User, within: Department | None = None) -> dict[Part, int]:
    """How much of each part there is, in a department and those below it, or everywhere."""
    places = _places(within)
    return {
        Part.DEPARTMENTS: _departments(person, places).count(),
        Part.PAGES: _pages(person, places).count(),
        Part.TOOLS: _tools(person, places).count(),
        Part.DEPUTIES: _stands_in(person).count(),
        Part.TRUST: Trust.objects.filter(owner=person).count(),
        Part.TASKS: _claims(person, places).count() + _offered(person, places).count(),
    }


@transaction.atomic
def replace(
    person: User,
    successor: User,
    by: User,
    parts: Collection[Part],
    within: Department | None = None,
) -> Replaced:
    """Gives what `person` answers for to `successor`, all or nothing but for pages that they may
    not read: those stay, and are told. A line in the log of each page, as when it is given away.

    Deputies, trust and tasks go over whole, or what of them belongs to `within` where they do.
    Raises NotAllowed for anybody but an admin, Incomplete for somebody who is not active, or for
    the same person.
    """
    if not by.is_admin:
        raise NotAllowed("Only admins put somebody in another's place.")
    if person.pk == successor.pk:
        raise Incomplete("Choose somebody else.")
    locked = User.objects.select_for_update(no_key=True).order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in=(person.pk, successor.pk))}
    person, successor = rows[person.pk], rows[successor.pk]
    if not successor.is_active:
        raise Incomplete(f"{successor} is not active.")
    replaced, places = Replaced(), _places(within)
    for part in Part:
        if part in parts:
            replaced.done[part] = _VERBS[part](person, successor, by, places, replaced)
    if Part.DEPARTMENTS in parts:
        hand_over_news.tell_next(person)
    if not person.is_active:
        leavers.close_if_done(person, by)
    return replaced


Places = frozenset[int] | None


def _take_departments(
    person: User, successor: User, by: User, places: Places, replaced: Replaced
) -> int:
    departments = list(_departments(person, places).select_for_update(no_key=True).order_by("pk"))
    for department in departments:
        department.manager = successor
        department.save(update_fields=["manager"])
        told = {"about": successor, "what": department, "before": person.pk}
        auditing.record("manager_changed", by=by, **told)
    by.__dict__.pop("departments", None)
    return len(departments)


def _take_pages(person: User, successor: User, by: User, places: Places, replaced: Replaced) -> int:
    pages = list(_pages(person, places).defer(*LONG_TEXTS).order_by("pk"))
    give = partial(transferring.give, by=by, owner=successor, owned_by=person, tell=False)
    for page in pages:
        try:
            with transaction.atomic():
                give(page)
        except Refused as refusal:
            replaced.kept.append((page, str(refusal)))
    given = len(pages) - len(replaced.kept)
    if given:
        auditing.record("owner_changed", by=by, about=successor, before=person.pk, pages=given)
        hand_over_news.tell_new_owner(successor, by, person, given, directly=True)
    return given


def _take_tools(person: User, successor: User, by: User, places: Places, replaced: Replaced) -> int:
    tools = list(_tools(person, places).order_by("pk"))
    for tool in tools:
        recording.record(tool, {"owner": successor.pk})
    return len(tools)


def _take_deputies(
    person: User, successor: User, by: User, places: Places, replaced: Replaced
) -> int:
    """They stand in for those for whom the other did; who stands in for themself they say."""
    entries = list(_stands_in(person).select_related("manager"))
    for entry in entries:
        deputising.end(entry, by)
        if entry.manager_id != successor.pk:
            starts = max(entry.starts, timezone.localdate())
            days = {"starts": starts, "ends": entry.ends, "reason": entry.reason}
            deputising.appoint(Deputy(manager=entry.manager, deputy=successor, **days), by)
    return len(entries)


def _take_trust(person: User, successor: User, by: User, places: Places, replaced: Replaced) -> int:
    trusts = list(Trust.objects.filter(owner=person).select_related("person"))
    for entry in trusts:
        if entry.person_id != successor.pk and entry.person.is_active:
            trusting.trust(successor, entry.person)
        trusting.end_trust(person, entry.person)
    return len(trusts)


def _take_tasks(person: User, successor: User, by: User, places: Places, replaced: Replaced) -> int:
    claims = _claims(person, places)
    number = claims.count()
    escalated = list(claims.filter(escalated_to=person).values_list("pk", flat=True))
    claims.filter(claimed_by=person).update(claimed_by=None, claimed_at=None)
    Proposal.objects.filter(pk__in=escalated).update(escalated_to=successor)
    why = f"{successor} takes the place of {person}. Offer it anew where it is still needed."
    return number + offers.lapse(_offered(person, places), by, why)


_VERBS = {
    Part.DEPARTMENTS: _take_departments,
    Part.PAGES: _take_pages,
    Part.TOOLS: _take_tools,
    Part.DEPUTIES: _take_deputies,
    Part.TRUST: _take_trust,
    Part.TASKS: _take_tasks,
}


def _places(within: Department | None) -> Places:
    """None: everywhere."""
    if within is None:
        return None
    return frozenset(place.pk for place in load_tree().subtree(within.pk))


def _departments(person: User, places: Places) -> QuerySet[Department]:
    found = Department.objects.filter(manager=person)
    return found if places is None else found.filter(pk__in=places)


def _pages(person: User, places: Places) -> QuerySet[Article]:
    found = Article.objects.filter(owner=person)
    return found if places is None else found.filter(department__in=places)


def _tools(person: User, places: Places) -> QuerySet[Tool]:
    found = Tool.objects.filter(owner=person)
    return found if places is None else found.filter(department__in=places)


def _stands_in(person: User) -> QuerySet[Deputy]:
    return Deputy.objects.filter(deputy=person, ends__gte=timezone.localdate())


def _claims(person: User, places: Places) -> QuerySet[Proposal]:
    mine = Q(claimed_by=person) | Q(escalated_to=person)
    found = Proposal.objects.pending().filter(mine)
    return found if places is None else found.filter(article__department__in=places)


def _offered(person: User, places: Places) -> QuerySet[Transfer]:
    found = Transfer.objects.open().filter(owner=person)
    return found if places is None else found.filter(article__department__in=places)
