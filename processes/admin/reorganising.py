"""Merging and moving departments, putting somebody in another's place: each a page that says what
will happen before it does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.admin.departments import DepartmentAdmin
from accounts.models import Department
from accounts.models.tree import DepartmentTree, load_tree
from processes import reorganising
from processes.workflow import Refused

INDENT = "\u00a0" * 4
TOP = "top"


class PlaceForm(forms.Form):
    """Which department; those that are `closed` are not offered."""

    other = forms.ChoiceField()

    def __init__(self, *args: Any, tree: DepartmentTree, label: str, without: set[int]) -> None:
        super().__init__(*args)
        branches = tree.branches_without(frozenset())
        self.fields["other"].label = label
        self.fields["other"].choices = [("", "–")] + [
            (str(b.department.pk), f"{INDENT * b.depth}{b.department.name}")
            for b in branches
            if b.department.pk not in without
        ]


class PlaceOrTopForm(PlaceForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = self.fields["other"].choices
        self.fields["other"].choices = [choices[0], (TOP, "At the top"), *choices[1:]]


class ReorganisedDepartmentAdmin(DepartmentAdmin):
    """The department's page, with the ways to these pages."""

    def get_urls(self) -> list[URLPattern]:
        merge, move = (self.admin_site.admin_view(view) for view in (self.merge, self.move))
        return [
            path("<int:pk>/merge/", merge, name="accounts_department_merge"),
            path("<int:pk>/move/", move, name="accounts_department_move"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        links = []
        if object_id.isascii() and object_id.isdigit():
            links = [
                (
                    "Merge into another …",
                    reverse("admin:accounts_department_merge", args=[object_id]),
                ),
                (
                    "Move under another …",
                    reverse("admin:accounts_department_move", args=[object_id]),
                ),
            ]
        context = {"entry_links": links, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Chosen with GET, done with POST; what is refused is told with what was chosen."""
        department = get_object_or_404(Department, pk=pk)
        tree, facts = load_tree(), self._facts(request, department, "Merge into another department")
        label = "It becomes part of"
        form = PlaceForm(_asked(request), tree=tree, label=label, without={pk})
        if not form.is_bound or not form.is_valid():
            return _answer(request, "merge", {**facts, "form": form}, is_wrong=form.is_bound)
        into = tree.by_id[int(form.cleaned_data["other"])]
        asked = {name: name in _sent(request) for name in ("opens", "admits")}
        facts |= {"form": form, "into": into, "tree": tree, **asked}
        try:
            facts["prospect"] = reorganising.look(department, into, admits=asked["admits"])
            if request.method == "POST":
                reorganising.merge(department, into, request.user, **asked)
        except Refused as refusal:
            return _answer(request, "merge", {**facts, "refusal": refusal}, is_wrong=True)
        if request.method != "POST":
            return _answer(request, "merge", facts)
        self.message_user(request, f"{department} is part of {into} now.", messages.SUCCESS)
        return redirect("admin:accounts_department_change", into.pk)

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        department = get_object_or_404(Department, pk=pk)
        tree, facts = load_tree(), self._facts(request, department, "Move under another department")
        below = {place.pk for place in tree.subtree(pk)}
        form = PlaceOrTopForm(_asked(request), tree=tree, label="It goes under", without=below)
        if not form.is_bound or not form.is_valid():
            return _answer(request, "move", {**facts, "form": form}, is_wrong=form.is_bound)
        told = form.cleaned_data["other"]
        parent = None if told == TOP else tree.by_id[int(told)]
        opens = "opens" in _sent(request)
        facts |= {"form": form, "parent": parent, "opens": opens}
        try:
            facts["prospect"] = reorganising.look_at_move(department, parent)
            if request.method == "POST":
                reorganising.move_under(department, parent, request.user, opens=opens)
        except Refused as refusal:
            return _answer(request, "move", {**facts, "refusal": refusal}, is_wrong=True)
        if request.method != "POST":
            return _answer(request, "move", facts)
        where = f"under {parent}" if parent else "at the top"
        self.message_user(request, f"{department} is {where} now.", messages.SUCCESS)
        return redirect("admin:accounts_department_change", pk)

    def _facts(self, request: HttpRequest, department: Department, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "department": department,
            "original": department,
        }


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else request.GET


def _asked(request: HttpRequest) -> Any:
    """What was chosen so far; None where nothing was."""
    sent = _sent(request)
    return sent if sent.get("other") or request.method == "POST" else None


def _answer(
    request: HttpRequest, name: str, context: dict[str, Any], *, is_wrong: bool = False
) -> HttpResponse:
    template = f"admin/processes/reorganising/{name}.html"
    return TemplateResponse(request, template, context, status=422 if is_wrong else 200)


admin.site.unregister(Department)
admin.site.register(Department, ReorganisedDepartmentAdmin)
