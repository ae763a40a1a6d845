"""What is changed in the administration stands in the audit log, whichever page changed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from accounts import auditing
from accounts.models import Department, User

# What their rows are called would name people in words.
NAMED_AFTER_PEOPLE = {
    *("accounts.Deputy", "accounts.Membership", "accounts.Admission"),
    *("accounts.BrowserSession", "accounts.Portrait", "accounts.Notification", "accounts.Digest"),
}


class Choice(AutocompleteSelect):
    """Says what is to be chosen while nothing is: read aloud, an empty box has no name."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        told = {"data-placeholder": f"Choose: {self.field.verbose_name}"}
        return super().build_attrs(*args, **kwargs) | told


class Recorded(ModelAdmin):
    """Put before every registered class by the site, so that none can forget it."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _record(request, "entry_added", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        if message:
            _record(request, "entry_changed", obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            _record(request, "entry_deleted", obj, [])
        return super().log_deletions(request, queryset)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if isinstance(obj, Department):
            _record_department(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", Choice(db_field, self.admin_site, using=kwargs.get("using"))
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """An action of many rows is one transaction, as every form is."""
        with transaction.atomic():
            response: HttpResponse | None = super().response_action(request, queryset)
        return response


def _record(request: HttpRequest, kind: str, obj: Model, message: object) -> None:
    label = obj._meta.label
    called = f"{obj._meta.verbose_name} {obj.pk}" if label in NAMED_AFTER_PEOPLE else str(obj)
    about = obj if isinstance(obj, User) and obj.pk else None
    auditing.record(
        kind,
        by=request.user,
        about=about,
        what=obj._meta.verbose_name if about else f"{obj._meta.verbose_name}: {called}",
        request=request,
        **_changed(message),
    )


def _record_department(
    request: HttpRequest, department: Department, form: Any, change: bool
) -> None:
    """Who answers for it, and who may read it or decides on its pages, has lines of its own."""
    changed, before = form.changed_data, form.initial if change else {}
    who: dict[str, Any] = {"by": request.user, "what": department, "request": request}
    if "manager" in changed:
        # Somebody who is only referred to stays referred to.
        auditing.record(
            "manager_changed", about=department.manager, before=before.get("manager"), **who
        )
    told = {
        name: [before.get(name), form.cleaned_data[name]]
        for name in ("visibility", "four_eyes")
        if name in changed
    }
    if "parent" in changed:
        told["parent"] = [before.get("parent"), department.parent_id]
    if told:
        auditing.record("department_changed", **who, **told)


def _changed(message: object) -> dict[str, list[str]]:
    """Names of fields and of what hangs below, without their values: {"fields": […], …}."""
    told: dict[str, list[str]] = {}
    for part in message if isinstance(message, list) else ():
        for act, what in part.items() if isinstance(part, dict) else ():
            told.setdefault("fields", []).extend(_words(what.get("fields", ())))
            if name := what.get("name"):
                told.setdefault(act, []).append(str(name))
    return {key: value for key, value in told.items() if value}


def _words(fields: Iterable[object]) -> list[str]:
    return [str(name) for name in fields]
