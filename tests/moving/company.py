"""Brings one old wiki into an empty company, through the same verbs as everybody."""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import AuditEntry, Department, User
from importing import running
from importing.models import Import
from processes import redrawing
from tests.moving.wikis import OldWiki

# Of the import itself; what it leaves in the wiki is everything else.
ITS_OWN = {"importing", "sessions", "contenttypes", "django_tasks_db"}


def found() -> tuple[User, Department]:
    """An admin, and a department that they manage."""
    admin = User.objects.create_user("admin@example.com", "Admin", is_superuser=True)
    department = Department.objects.create(name="Handbook", slug="handbook", manager=admin)
    return admin, department


def bring(wiki: OldWiki, by: User, department: Department) -> Import:
    run = running.begin(
        format=wiki.format, name=wiki.name, by=by, department=department, owner=by, **wiki.asked
    )
    for path in wiki.paths:
        running.add_path(run, path)
    for path in wiki.assets:
        running.add_path(run, path, is_assets=True)
    running.read(run)
    running.check(run)
    running.apply(run)
    redrawing.drain()  # which a worker would do
    run.refresh_from_db()
    return run


def everything() -> dict[str, str]:
    """A digest of each table. Not of the search tables of SQLite, which have hidden columns, nor
    of the audit log: that somebody imported is told each time."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return {
        model._meta.label: _digest(model)
        for model in models
        if model._meta.app_label not in ITS_OWN and model is not AuditEntry
    }


def _digest(model: type[models.Model]) -> str:
    rows: list[Any] = list(model._base_manager.order_by("pk").values_list())
    return hashlib.sha256(repr(rows).encode()).hexdigest()
