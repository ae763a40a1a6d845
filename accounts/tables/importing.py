"""A table kept until somebody has looked at what it would do; then applied, or forgotten."""

from __future__ import annotations

import datetime
import logging

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import auditing, providers
from accounts.models import Department, DepartmentAddress, TableImport, User
from accounts.models.table_import import TableKind
from accounts.reorganising import lock_tree
from accounts.tables import departments, people, writing_departments, writing_people
from accounts.tables.planning import Plan, State
from accounts.tables.reading import Table, read

KEPT = datetime.timedelta(days=7)  # a table with people in it, that nobody applied
LINES_TOLD = 200

logger = logging.getLogger(__name__)


class Stale(Exception):
    """It would do something else by now than what was looked at; or it was applied already."""


def check(text: str, kind: str) -> None:
    """Raises Unreadable where it is no table of this kind."""
    read(text, kind)


def keep(kind: str, name: str, text: str, by: User | None) -> TableImport:
    """A table to be looked at. Raises Unreadable."""
    read(text, kind)
    return TableImport.objects.create(kind=kind, name=name[:200], text=text, made_by=by)


def look(table: TableImport, by: User | None) -> Plan:
    """What it would do now, in a handful of queries, whatever its length. Raises Unreadable."""
    return _plan(table, by, is_locked=False)


def apply(
    table: TableImport,
    by: User | None,
    *,
    seen: str | None,
    request: HttpRequest | None = None,
) -> Plan:
    """Does it, all of it or nothing, except lines that are refused; returns what was done.

    `seen` is the digest of the plan that was looked at; None for whoever did not look. Raises
    Stale where it would be another one by now, and Unreadable.
    """
    try:
        with transaction.atomic():
            plan = _apply(table, by, seen, request)
    except IntegrityError as error:
        raise Stale(
            "Somebody changed the same people or departments at the same moment."
        ) from error
    logger.info("Table %s of %s applied: %s", table.pk, table.kind, plan.counts)
    return plan


def forget_old() -> int:
    """Deletes the tables that nobody applied; returns how many."""
    old = TableImport.objects.filter(applied_at=None, made_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _apply(
    table: TableImport, by: User | None, seen: str | None, request: HttpRequest | None
) -> Plan:
    row = TableImport.objects.select_for_update().get(pk=table.pk)
    if row.applied_at:
        raise Stale("It was applied already.")
    plan = _plan(row, by, is_locked=True)
    if seen is not None and seen != plan.digest:
        raise Stale("Something changed here meanwhile: look at what it would do now.")
    write = writing_people.write if row.kind == TableKind.PEOPLE else writing_departments.write
    write(plan, by, request, row.name)
    table.text = row.text = ""  # it names people, and nobody needs it any more
    table.applied_at = row.applied_at = timezone.now()
    lines = [refused.line for refused in plan.of(State.REFUSED)][:LINES_TOLD]
    table.report = row.report = {**plan.counts, "refused_lines": lines}
    row.save(update_fields=["text", "applied_at", "report"])
    auditing.record(
        "table_imported", by=by, what=row.name, request=request, of=row.kind, **plan.counts
    )
    return plan


def _plan(table: TableImport, by: User | None, *, is_locked: bool) -> Plan:
    found = read(table.text, table.kind)
    if table.kind == TableKind.DEPARTMENTS:
        return _plan_departments(found, is_locked)
    everybody = User.objects.order_by("pk")
    if is_locked:
        everybody = everybody.select_for_update(no_key=True)
    return people.plan(found, everybody, Department.objects.all(), providers.providers(), by)


def _plan_departments(found: Table, is_locked: bool) -> Plan:
    if is_locked:
        lock_tree()
    old = dict(DepartmentAddress.objects.values_list("slug", "department_id"))
    managers = {person.email.lower(): person for person in User.objects.active()}
    tree = Department.objects.select_related("manager")
    return departments.plan(found, tree, old, managers)
