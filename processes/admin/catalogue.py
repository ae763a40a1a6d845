"""Terms and tools in Django admin: written through the catalogue, as everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet
from django.http import HttpRequest

from processes import catalogue
from processes.admin.pages import ReadOnlyAdmin
from processes.entry_forms import WordsField
from processes.models import EntryProposal, Term, Tool


class _NamedForm(forms.ModelForm):
    """A name that nothing else of the department has."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, department = cleaned.get("name"), cleaned.get("department")
        if name and department:
            same = self._meta.model.objects.filter(
                department=department, name_key=catalogue.key_of(name)
            )
            if same.exclude(pk=self.instance.pk).exists():
                raise ValidationError({"name": f"{department} has “{name}” already."})
        return cleaned


class TermForm(_NamedForm):
    also = WordsField(label="Also written", help_text="With commas between them.")
    avoid = WordsField(label="Instead of", help_text="With commas between them.")

    class Meta:
        model = Term
        fields = ("name", "definition", "department", "also", "avoid")


class ToolForm(_NamedForm):
    class Meta:
        model = Tool
        fields = (
            *("name", "purpose", "url", "department", "owner"),
            *("status", "replaced_by", "cost_note"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        instead = cleaned.get("replaced_by")
        if instead is not None and instead.pk == self.instance.pk:
            raise ValidationError({"replaced_by": "A tool cannot replace itself."})
        return cleaned


class _EntryAdmin(admin.ModelAdmin):
    """Saves and deletes by the verbs, which have the pages that say a term drawn anew."""

    def save_model(
        self, request: HttpRequest, obj: Term | Tool, form: forms.ModelForm, change: bool
    ) -> None:
        catalogue.record(obj, {})

    def delete_model(self, request: HttpRequest, obj: Term | Tool) -> None:
        catalogue.remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for entry in queryset:
            catalogue.remove(entry)


@admin.register(Term)
class TermAdmin(_EntryAdmin):
    form = TermForm
    list_display = ("name", "definition", "department", "changed_at")
    list_filter = ("department",)
    list_select_related = ("department",)
    search_fields = ("name", "definition")
    autocomplete_fields = ("department",)


@admin.register(Tool)
class ToolAdmin(_EntryAdmin):
    form = ToolForm
    list_display = ("name", "status", "department", "owner", "changed_at")
    list_filter = ("status", "department")
    list_select_related = ("department", "owner")
    search_fields = ("name", "purpose")
    autocomplete_fields = ("department", "owner", "replaced_by")


@admin.register(EntryProposal)
class EntryProposalAdmin(ReadOnlyAdmin):
    """What was proposed, and who decided."""

    list_display = ("__str__", "kind", "department", "author", "state", "at", "decided_by")
    list_filter = ("state", "kind", "department")
    list_select_related = ("department", "author", "decided_by")
