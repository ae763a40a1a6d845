"""Proposing a term or a tool: what their forms have in common."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from processes import catalogue, workflow
from processes.entry_forms import FORMS
from processes.models import EntryKind, Term, Tool

UP = {EntryKind.TERM: ("glossary", "Glossary"), EntryKind.TOOL: ("tools", "Tools")}
ABOUT = ("name", "definition", "purpose")  # what an address may fill a new entry's form with


def write(
    request: HttpRequest,
    kind: EntryKind,
    address_of: Callable[[Term | Tool], str],
    entry: Term | Tool | None = None,
) -> HttpResponse:
    """The form, and what becomes of it. `address_of` says where a published entry is found."""
    known = _from_address(request) if entry is None else {}
    form = FORMS[kind](request.POST or None, user=request.user, entry=entry, initial=known)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            at_once = "at_once" in request.POST
            verb = catalogue.publish if at_once else catalogue.propose
            try:
                made = verb(
                    kind,
                    form.values(),
                    request.user,
                    entry=entry,
                    department=form.department_chosen(),
                    note=form.cleaned_data["note"],
                )
            except catalogue.NameTaken as refusal:
                form.add_error("name", str(refusal))
            except workflow.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                if at_once:
                    messages.success(request, f"“{made}” is in the {UP[kind][1].lower()} now.")
                    return redirect(address_of(catalogue.entry_of(made)))
                messages.success(request, "Proposed. You are told what becomes of it.")
                return redirect(made)
        status = 422
    name, label = UP[kind]
    context = {
        "form": form,
        "entry": entry,
        "is_term": kind == EntryKind.TERM,
        "up": {"url": reverse(name), "label": label},
        "may_publish": _may_publish(request, entry),
        "department": entry.department if entry else None,
    }
    return render(request, "entries/form.html", context, status=status)


def _may_publish(request: HttpRequest, entry: Term | Tool | None) -> bool:
    """Whether to offer it: a new entry's department is not known yet."""
    user = request.user
    if entry is None:
        return user.is_admin or bool(user.departments.managed_by(user))
    return catalogue.may_decide(user, entry.department_id, user.pk)


def _from_address(request: HttpRequest) -> dict[str, str | int]:
    """A link to the form may name the entry and its department."""
    known: dict[str, str | int] = {name: request.GET[name] for name in ABOUT if name in request.GET}
    slugs = request.user.departments.shape.by_slug
    if (place := slugs.get(request.GET.get("department", ""))) is not None:
        known["department"] = place
    elif request.user.department_id and request.user.department_id not in (
        request.user.departments.hidden_from(request.user)
    ):
        known["department"] = request.user.department_id
    return known
