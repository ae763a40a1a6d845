"""On a person's page: who takes their place, their data as a file, and taking their name away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts import admin_panels
from accounts import personal_data as stored
from accounts.admin.people import PersonAdmin
from accounts.models import Department, User
from accounts.views.personal_data import handed_out
from processes import personal_data, reorganising
from processes.reorganising import Part
from processes.workflow import Refused

WORDS = {
    Part.DEPARTMENTS: "Departments they manage",
    Part.PAGES: "Pages they own",
    Part.TOOLS: "Tools they are asked about",
    Part.DEPUTIES: "Days on which they stand in for others",
    Part.TRUST: "People they trust with minor changes",
    Part.TASKS: "Proposals and offers that wait for them",
}


class ReplaceForm(forms.Form):
    successor = forms.ModelChoiceField(User.objects.active(), label="Who answers for it then")
    parts = forms.MultipleChoiceField(
        label="What goes over",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what goes over."},
    )
    within = forms.ModelChoiceField(
        Department.objects.order_by("name"),
        required=False,
        label="Where",
        empty_label="In the whole company",
        help_text="A department counts with those below it. Deputies and trust belong to none,"
        " and go over whole.",
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        held = reorganising.held_by(person)
        self.fields["parts"].choices = [
            (part.value, f"{WORDS[part]}: {number}") for part, number in held.items() if number
        ]
        self.fields["successor"].queryset = User.objects.active().exclude(pk=person.pk)
        remote = User._meta.get_field("line_manager")
        self.fields["successor"].widget = AutocompleteSelect(remote, admin.site)
        self.fields["successor"].widget.choices = self.fields["successor"].choices


class AnonymiseForm(forms.Form):
    typed = forms.CharField(label="Their name, to be sure", max_length=150, strip=True)


class LeavingPersonAdmin(PersonAdmin):
    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> URLPattern:
            wrapped = self.admin_site.admin_view(view)
            return path(f"<int:pk>/{name}/", wrapped, name=f"accounts_user_{name}")

        own = [page("replace", self.replace), page("data", self.data)]
        return [*own, page("anonymise", self.anonymise), *super().get_urls()]

    def replace(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Puts somebody in their place, and tells what became of it."""
        person = get_object_or_404(User, pk=pk)
        context = self._facts(request, person, f"Replace {person}")
        form = ReplaceForm(request.POST if request.method == "POST" else None, person=person)
        context["form"] = form
        if request.method != "POST" or not form.is_valid():
            return _answer(request, "replace", context, is_wrong=form.is_bound)
        told = form.cleaned_data
        parts = [Part(part) for part in told["parts"]]
        try:
            done = reorganising.replace(
                person, told["successor"], request.user, parts, told["within"]
            )
        except Refused as refusal:
            form.add_error("successor", str(refusal))
            return _answer(request, "replace", context, is_wrong=True)
        context["done"] = [(WORDS[part], number) for part, number in done.done.items()]
        context |= {"kept": done.kept, "successor": told["successor"]}
        return _answer(request, "replaced", context)

    def data(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is stored about them; with POST as a file, which the audit log notes."""
        person = get_object_or_404(User, pk=pk)
        if request.method == "POST":
            return handed_out(request, person)
        context = self._facts(request, person, "Personal data")
        return _answer(request, "data", {**context, "summary": stored.summary(person)})

    def anonymise(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User, pk=pk)
        form = AnonymiseForm(request.POST if request.method == "POST" else None)
        context = self._facts(request, person, "Take their name away")
        context |= {"form": form, "pages": personal_data.naming(person.name)}
        context["mentioned"] = personal_data.lines_naming(person.name)
        if not form.is_bound or not form.is_valid():
            return _answer(request, "anonymise", context, is_wrong=form.is_bound)
        try:
            stored.anonymise(person, request.user, form.cleaned_data["typed"])
        except stored.NotPossible as refusal:
            form.add_error("typed", str(refusal))
            return _answer(request, "anonymise", context, is_wrong=True)
        self.message_user(request, "Nobody knows them by name any more.", messages.SUCCESS)
        return redirect("admin:accounts_user_change", pk)

    def _facts(self, request: HttpRequest, person: User, title: str) -> dict[str, Any]:
        each = self.admin_site.each_context(request)
        told = {"title": title, "opts": self.opts, "person": person, "original": person}
        return {**each, **told, "media": self.media + ReplaceForm(person=person).media}


@admin_panels.person_link
def replace_link(person: User) -> tuple[str, str] | None:
    return "Replace everywhere …", reverse("admin:accounts_user_replace", args=[person.pk])


@admin_panels.person_link
def data_link(person: User) -> tuple[str, str] | None:
    return "Personal data", reverse("admin:accounts_user_data", args=[person.pk])


@admin_panels.person_link
def anonymise_link(person: User) -> tuple[str, str] | None:
    if person.is_active or person.anonymised_at:
        return None
    return "Take their name away …", reverse("admin:accounts_user_anonymise", args=[person.pk])


def _answer(
    request: HttpRequest, name: str, context: dict[str, Any], *, is_wrong: bool = False
) -> HttpResponse:
    template = f"admin/processes/reorganising/{name}.html"
    return TemplateResponse(request, template, context, status=422 if is_wrong else 200)


admin.site.unregister(User)
admin.site.register(User, LeavingPersonAdmin)
