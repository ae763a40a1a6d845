"""Proposed terms and tools: what waits for me, what I proposed, and the decision."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from processes import catalogue, workflow
from processes.entry_forms import DeclineForm
from processes.models import EntryKind, EntryProposal, EntryState
from processes.views.glossary import address_of
from processes.views.refusals import TITLES

PER_PAGE = 30


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    waiting = catalogue.waiting_for(request.user)
    shown = {row.pk for row in waiting}
    others = catalogue.visible_to(request.user).exclude(pk__in=shown).order_by("-at", "-pk")
    context = {
        "waiting": waiting,
        "page_obj": Paginator(others, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "entries/list.html", context)


@require_safe
def entry_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Old and new side by side, and the decision."""
    return _page(request, _find(request, pk), DeclineForm())


@require_POST
def entry_approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    try:
        done = catalogue.approve(found, request.user, seen=request.POST.get("seen", ""))
    except workflow.Refused as refusal:
        return _refused(request, found, refusal)
    entry = catalogue.entry_of(done)
    messages.success(request, f"Approved. “{done}” is as proposed now.")
    return redirect(address_of(entry) if done.kind == EntryKind.TERM else entry)


@require_POST
def entry_decline(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _find(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        catalogue.decline(found, request.user, form.cleaned_data["reason"])
    except workflow.Refused as refusal:
        return _refused(request, found, refusal, kept=form.cleaned_data["reason"])
    messages.success(request, f"Declined. {found.author} is told why.")
    return redirect("entries")


@require_POST
def entry_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    try:
        catalogue.withdraw(found, request.user)
    except workflow.Refused as refusal:
        return _refused(request, found, refusal)
    messages.success(request, "Withdrawn. Nobody needs to decide on it.")
    return redirect("entries")


def _find(request: HttpRequest, pk: int) -> EntryProposal:
    rows = catalogue.visible_to(request.user)
    return get_object_or_404(rows.select_related("term__department", "tool__department"), pk=pk)


def _page(request: HttpRequest, found: EntryProposal, form: DeclineForm) -> HttpResponse:
    entry, user = catalogue.entry_of(found), request.user
    is_pending = found.state == EntryState.PENDING
    before = (catalogue.values_of(entry) if entry else {}) if is_pending else found.before
    decides = is_pending and catalogue.may_decide(user, found.department_id, found.author_id)
    context = {
        "proposed": found,
        "entry": entry,
        "is_new": not before,
        "is_pending": is_pending,
        "rows": catalogue.described(found.kind, before, found.values, user),
        "seen": catalogue.stamp(entry) if is_pending else "",
        "decides": decides,
        "is_author": found.author_id == user.pk,
        "form": form,
        "department": found.department,
    }
    return render(request, "entries/detail.html", context, status=422 if form.errors else 200)


def _refused(
    request: HttpRequest, found: EntryProposal, refusal: workflow.Refused, *, kept: str = ""
) -> HttpResponse:
    """403 where the person may not, 409 where the state of things is against it."""
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} What you asked for was not done.",
        "kept": kept,
        "links": [
            {"label": "See it as it is now", "url": found.get_absolute_url(), "primary": True},
            {"label": "Terms and tools", "url": reverse("entries")},
        ],
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)
