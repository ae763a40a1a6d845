"""Who decides for whom between two dates: said by the manager themself, or by an admin."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.auditing import record
from accounts.models import Deputy, Event, User
from accounts.notifications import deliver

DAY = datetime.timedelta(days=1)


@transaction.atomic
def appoint(entry: Deputy, by: User) -> Deputy:
    """Saves a new or changed deputy, and tells the deputy; the manager too, if an admin did it.

    The same once more (a double click) is one entry. Raises PermissionDenied for anybody but the
    manager and admins, ValidationError beside the field where the deputy is the manager, is not
    active, or the dates make no sense. Admins may put the past right.
    """
    only_own(entry, by)
    before = Deputy.objects.select_related("deputy").filter(pk=entry.pk).first()
    entry.full_clean()
    _only_active(entry.deputy)
    if not by.is_admin:
        _only_to_come(entry, before)
    if same := Deputy.objects.filter(**_facts(entry)).first():
        return same
    entry.save()
    _record(entry, by, "changed" if before else "named")
    if entry.ends < timezone.localdate():
        return entry
    if before and before.deputy != entry.deputy:
        _tell([before.deputy], entry, by, f"You do not stand in for {entry.manager} any more.")
    _tell([entry.deputy], entry, by, f"You decide for {entry.manager} {days(entry)}.")
    _tell([entry.manager], entry, by, f"{entry.deputy} decides for you {days(entry)}.")
    return entry


@transaction.atomic
def end(entry: Deputy, by: User) -> None:
    """Ends it from now on: what has not begun is forgotten, what has ends with yesterday.

    Raises PermissionDenied. What is over stays as it was; ending it twice does no harm.
    """
    only_own(entry, by)
    today = timezone.localdate()
    found = Deputy.objects.select_for_update(of=("self",)).select_related("manager", "deputy")
    stored = found.filter(pk=entry.pk, ends__gte=today).first()
    if stored is None:
        return
    _record(stored, by, "ended")
    if stored.starts >= today:
        stored.delete()
    else:
        stored.ends = today - DAY
        stored.save(update_fields=["ends"])
    _tell([stored.deputy], stored, by, f"You do not stand in for {stored.manager} any more.")
    _tell([stored.manager], stored, by, f"{stored.deputy} does not decide for you any more.")


@transaction.atomic
def forget(entry: Deputy, by: User) -> None:
    """Deletes an entry, for admins: it was a mistake. Raises PermissionDenied."""
    only_own(entry, by)
    if entry.ends >= timezone.localdate():
        end(entry, by)
    if Deputy.objects.filter(pk=entry.pk).delete()[0]:
        _record(entry, by, "deleted")


def only_own(entry: Deputy, by: User) -> None:
    """Raises PermissionDenied for anybody but the manager whose deputy it is, and admins."""
    if not by.is_active or (by.pk != entry.manager_id and not by.is_admin):
        raise PermissionDenied("A deputy is named by the manager themself, or by an admin.")


def told_beside(entry: Deputy) -> list[str]:
    """What the manager should know of these days: who else decides then, and whether the deputy
    is away themself (two queries)."""
    others = _same_days(Deputy.objects.filter(manager=entry.manager_id), entry)
    said = [
        f"{other.deputy} decides for you {days(other)}, too: then whoever is first."
        for other in others.exclude(pk=entry.pk).select_related("deputy")
    ]
    away = _same_days(Deputy.objects.filter(manager=entry.deputy_id), entry)
    for other in away.select_related("deputy"):
        said.append(
            f"{entry.deputy} has named {other.deputy} for {days(other)} and may be away then."
        )
    return said


def deputy_left(person: User, by: User | None) -> None:
    """Tells whoever counted on somebody who left, today or later."""
    entries = Deputy.objects.filter(deputy=person, ends__gte=timezone.localdate())
    for entry in entries.select_related("manager"):
        _tell([entry.manager], entry, by, f"{person} left and cannot stand in for you any more.")


def days(entry: Deputy) -> str:
    """“from 3 May to 7 May 2026”, or “on 3 May 2026”."""
    first, last = (date_format(day, "j F Y") for day in (entry.starts, entry.ends))
    return f"on {first}" if first == last else f"from {first} to {last}"


def _record(entry: Deputy, by: User, act: str) -> None:
    told = {"starts": entry.starts.isoformat(), "ends": entry.ends.isoformat()}
    record("deputy_changed", by=by, about=entry.deputy, act=act, manager=entry.manager_id, **told)


def _same_days(entries: QuerySet[Deputy], entry: Deputy) -> QuerySet[Deputy]:
    overlap = Q(starts__lte=entry.ends, ends__gte=entry.starts, deputy__is_active=True)
    return entries.filter(overlap).order_by("starts", "pk")


def _facts(entry: Deputy) -> dict[str, object]:
    names = ("manager_id", "deputy_id", "starts", "ends", "reason")
    return {name: getattr(entry, name) for name in names}


def _only_active(deputy: User) -> None:
    """As they are now, and until this is saved: the form may have found them a moment ago."""
    locked = User.objects.select_for_update(no_key=True).filter(pk=deputy.pk, is_active=True)
    if not locked.values_list("pk").first():
        raise ValidationError({"deputy": f"{deputy} is not active."})


def _only_to_come(entry: Deputy, before: Deputy | None) -> None:
    """Nobody gets to have decided for somebody in the past."""
    today = timezone.localdate()
    if entry.ends < today:
        raise ValidationError({"ends": "This day is over."})
    if entry.starts < today and (before is None or entry.starts != before.starts):
        raise ValidationError({"starts": "It can begin today at the earliest."})


def _tell(people: list[User], entry: Deputy, by: User | None, text: str) -> None:
    deliver(
        people,
        Event.DEPUTY,
        title=f"{entry.deputy} for {entry.manager}",
        text=f"{text} {entry.reason}".strip(),
        url=reverse("deputies"),
        actor=by,
    )
