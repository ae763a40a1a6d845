"""No form, no button and no list of the administration changes what has to be approved, or what
was decided: every registered page is filled in, deleted, and run through with every action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from reversion.models import Version as Kept

from accounts import auditing
from accounts.models import AuditEntry, User
from processes.admin.pages import ProposalAdmin
from processes.models import Article, Decision, Proposal, Round
from processes.models.version import VersionNumber
from tests.cast import Cast

As = Callable[[User], Client]
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# What may be filed from there: it goes by the verb, which writes into the log of decisions.
FILED = {"department_id", "slug", "owner_id", "kind", "topic"}
HACKED = "Hacked"


def guarded() -> dict[str, Any]:
    """Everything that nobody may change but by approval, and what says that it was given."""
    told: dict[str, Any] = {}
    for model in (Article, Proposal, Decision, Round, VersionNumber, Kept, AuditEntry):
        rows = model._default_manager.order_by("pk").values()
        without = FILED if model is Article else set()
        told[model.__name__] = {
            row[model._meta.pk.attname]: {
                name: value for name, value in row.items() if name not in without
            }
            for row in rows
        }
    return told


def only_grew(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether what was there is as it was; only the two logs may have got lines more."""
    for name, rows in before.items():
        kept = {pk: row for pk, row in now[name].items() if pk in rows}
        grows = name in ("Decision", "AuditEntry")
        if kept != rows or (len(now[name]) > len(rows) and not grows):
            return False
    return True


def filled_in(response: HttpResponse, model: type[models.Model]) -> dict[str, Any]:
    """The form as it is shown, with every field of the table beside it, hidden or not."""
    data: dict[str, Any] = {"_save": "1", "post": "yes", "confirmed": "1"}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) and not field.primary_key:
            number = isinstance(field, models.IntegerField | models.BooleanField)
            data[field.name] = 77 if number else HACKED
    data |= {"state": "approved", "level": "off", "status": "retired"}
    for form in _forms(response):
        for name, field in form.fields.items():
            value = form.get_initial_for_field(field, name)
            value = value() if callable(value) else value
            key = form.add_prefix(name)
            if isinstance(value, list | tuple | models.QuerySet):
                data[key] = [getattr(one, "pk", one) for one in value]
            elif value not in (None, False):
                data[key] = getattr(value, "pk", value)
            elif key in data and value is None:
                data[key] = ""
    for inline in response.context.get("inline_admin_formsets", ()) if response.context else ():
        for form in inline.formset.forms:
            data.setdefault(form.add_prefix("DELETE"), "on")
    return data


def _forms(response: HttpResponse) -> Iterator[Any]:
    context = response.context or {}
    if "adminform" in context:
        yield context["adminform"].form
    for inline in context.get("inline_admin_formsets", ()) if "adminform" in context else ():
        yield inline.formset.management_form
        yield from inline.formset.forms


def page(model: type[models.Model], name: str, *args: object) -> str:
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=args)


def posts(client: Client, model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    """Everything that can be sent to the pages of a model, with what is sent."""
    rows = list(model._default_manager.all()[:2])
    blank = client.get(page(model, "add"))
    yield page(model, "add"), filled_in(blank, model)
    for row in rows:
        try:
            address = page(model, "change", row.pk)
        except NoReverseMatch:
            continue
        yield address, filled_in(client.get(address), model)
        yield page(model, "delete", row.pk), {"post": "yes"}
    shown = page(model, "changelist")
    chosen = {"_selected_action": [row.pk for row in rows], "confirmed": "1", "post": "yes"}
    more = {"role": "reader", "department": Cast.__name__, "name": HACKED}
    everything = {name for one in admin.site._registry.values() for name in one.actions or ()}
    for action in {"delete_selected", *(str(name) for name in everything)}:
        yield shown, chosen | more | {"action": action}
    edited = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for number, row in enumerate(rows):
        fields = [field.name for field in model._meta.concrete_fields]
        edited |= {f"form-{number}-{name}": HACKED for name in fields}
        edited[f"form-{number}-{model._meta.pk.name}"] = row.pk
    yield shown, edited


@pytest.fixture
def world(cast: Cast) -> Cast:
    """A page with versions, something that waits, something decided, and a line of the log."""
    article = cast.article()
    cast.approve(cast.pending(article, "Second text."))
    cast.pending(article, "Third text.")
    cast.draft(cast.article("Another page"), "Not ready.")
    auditing.record("signed_in", by=cast.admin)
    return cast


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_nothing_approved_or_decided_is_changed(
    world: Cast, as_: As, model: type[models.Model]
) -> None:
    client = as_(world.admin)
    client.raise_request_exception = False
    before = guarded()
    assert all(before.values())
    for address, data in list(posts(client, model)):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    answer = client.post(address, data)
            except (IntegrityError, ValidationError):
                continue
            assert answer.status_code < 500, (address, data.get("action"))
            assert only_grew(before, guarded()), (address, data.get("action"))
            transaction.set_rollback(True)


def test_the_check_would_notice(world: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProposalAdmin, "has_change_permission", lambda *_: True)
    client, before = as_(world.admin), guarded()
    seen = []
    for address, data in list(posts(client, Proposal)):
        client.post(address, data)
        seen.append(only_grew(before, guarded()))
    assert not all(seen)
    before = guarded()
    auditing.record("signed_out")
    assert only_grew(before, guarded())


def test_what_keeps_history_is_registered_to_be_read_at_most() -> None:
    for model in (Proposal, Decision, Round, VersionNumber, Kept, AuditEntry):
        found = admin.site._registry.get(model)
        if found is not None:
            request = type("Request", (), {"user": User(is_superuser=True)})()
            assert not found.has_add_permission(request)
            assert not found.has_change_permission(request)
            assert not found.has_delete_permission(request)
