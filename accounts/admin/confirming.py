"""Something is done to several people at once: first a page says to whom, then it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

# As many as a page names, and a request carries.
MOST = 500


@dataclass(frozen=True)
class Deed:
    """`do` gets the request, the rows and what the form says; it returns what is told afterwards.

    It may raise ValidationError, and then nothing was done.
    """

    action: str
    title: str
    said: str
    button: str
    do: Callable[[HttpRequest, list[Any], dict[str, Any]], str]
    form: type[forms.Form] = forms.Form
    is_grave: bool = False


def confirm(
    admin: ModelAdmin, request: HttpRequest, found: QuerySet[Any], deed: Deed
) -> HttpResponse | None:
    """The page that asks; once that is answered, does it and goes back to the list (None)."""
    rows = list(found[: MOST + 1])
    if len(rows) > MOST:
        admin.message_user(request, f"Choose {MOST} at most at a time.", messages.ERROR)
        return None
    is_answer = "confirmed" in request.POST
    form = deed.form(request.POST if is_answer else None)
    if is_answer and form.is_valid():
        try:
            with transaction.atomic():
                told = deed.do(request, rows, form.cleaned_data)
        except ValidationError as refusal:
            said = " ".join(refusal.messages)
            admin.message_user(request, f"{said} Nothing was changed.", messages.ERROR)
            return None
        admin.message_user(request, told, messages.SUCCESS)
        return None
    context = {
        **admin.admin_site.each_context(request),
        "title": deed.title,
        "opts": admin.opts,
        "deed": deed,
        "form": form,
        "rows": rows,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    status = 422 if is_answer else 200
    return TemplateResponse(request, "admin/confirm.html", context, status=status)
