"""All that hangs on a department beside its pages and people, when it becomes part of another."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Max

from accounts.models import Department, User
from accounts.notifications import settle
from processes.arranging import MOST_PINS
from processes.catalogue import recording, telling
from processes.catalogue.naming import key_of
from processes.models import (
    ArticleRole,
    ArticleTemplate,
    Attachment,
    EntryProposal,
    EntryState,
    Follow,
    OldAddress,
    Pin,
    RuleSetting,
    Search,
    Term,
    Tool,
    Transfer,
    WorkingCopy,
)
from processes.models.catalogue import NAME_LENGTH
from processes.workflow import offers

# Rows of which a department may have any number, alike or not.
ANY_NUMBER = (ArticleTemplate, Attachment, OldAddress, Search)


def move(department: Department, into: Department, by: User, at: datetime.datetime) -> None:
    """Everything but pages, people and the tree goes to the other department; its own settings of
    the writing rules end, as those of the other hold from now on."""
    for model in ANY_NUMBER:
        model.objects.filter(department=department).update(department=into)
    _move_entries(department, into, by)
    _move_pins(department, into)
    _move_once(Follow.objects.filter(department=department), into, "person")
    _move_once(ArticleRole.objects.filter(department=department), into, "article", "role")
    _move_offers(department, into, by, at)
    _move_writings(department, into)
    RuleSetting.objects.filter(department=department).delete()


def name_there(entry: Term | Tool, department: Department, into: Department) -> str:
    """What a term or a tool is called in the other department: where that has one of this name,
    with the name of its own behind it, as nothing that was approved is lost."""
    rows = type(entry).objects.filter(department=into)
    if not rows.filter(name_key=entry.name_key).exists():
        return entry.name
    told = f" ({department.name})"
    name = f"{entry.name[: max(1, NAME_LENGTH - len(told))]}{told}"[:NAME_LENGTH]
    number = 2
    while rows.filter(name_key=key_of(name)).exists():
        name = f"{entry.name[:60]} ({number})"
        number += 1
    return name


def _move_entries(department: Department, into: Department, by: User) -> None:
    for model in (Term, Tool):
        for entry in model.objects.filter(department=department).order_by("pk"):
            recording.record(entry, {"name": name_there(entry, department, into)}, into)
    proposed = EntryProposal.objects.filter(department=department)
    waiting = list(proposed.filter(state=EntryState.PENDING).select_related("author"))
    proposed.update(department=into)
    for entry in waiting:
        entry.department = into
        telling.settle_asking(entry)
        telling.ask(entry, entry.author)


def _move_pins(department: Department, into: Department) -> None:
    """Behind those of the other department, as many as it shows."""
    there = Pin.objects.filter(department=into)
    Pin.objects.filter(department=department, article__in=there.values("article")).delete()
    last = there.aggregate(last=Max("position"))["last"]
    mine = list(Pin.objects.filter(department=department).values_list("pk", flat=True))
    Pin.objects.filter(pk__in=mine[max(0, MOST_PINS - there.count()) :]).delete()
    behind = 0 if last is None else last + 1
    Pin.objects.filter(pk__in=mine).update(department=into, position=F("position") + behind)


def _move_once(rows: Any, into: Department, *names: str) -> None:
    """Where the other department has the same already, once is enough."""
    there = set(rows.model.objects.filter(department=into).values_list(*names))
    twice = [pk for pk, *found in rows.values_list("pk", *names) if tuple(found) in there]
    rows.filter(pk__in=twice).delete()
    rows.update(department=into)


def _move_offers(department: Department, into: Department, by: User, at: datetime.datetime) -> None:
    """Who answers for the other department is asked now; what is there already needs no answer."""
    offered = Transfer.objects.filter(department__in=(department, into))
    arrived = offered.filter(article__department=into)
    offers.lapse(arrived, by, f"{department} has become part of {into}.", at)
    mine = offered.filter(department=department)
    asked = list(mine.open().values_list("pk", flat=True))
    mine.update(department=into)
    found = Transfer.objects.filter(pk__in=asked).select_related("article", "department", "by")
    for transfer in found:
        settle(offers.subject_of(transfer))
        offers.ask(transfer, at)


def _move_writings(department: Department, into: Department) -> None:
    """Pages that somebody is just beginning there: the form knows departments by number."""
    for copy in WorkingCopy.objects.filter(values__department=str(department.pk)).order_by("pk"):
        copy.values["department"] = str(into.pk)
        copy.save(update_fields=["values"])
