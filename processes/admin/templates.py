"""Page templates in Django admin: written here, and kept as they were each time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from processes import page_templates
from processes.models import ArticleTemplate, TemplateSection, TemplateVersion
from processes.text.rendering import fold


class SectionForm(forms.ModelForm):
    class Meta:
        model = TemplateSection
        fields = ("heading", "hint", "starter", "is_required", "position")
        widgets = {
            "hint": forms.Textarea(attrs={"rows": 3, "cols": 40}),
            "starter": forms.Textarea(attrs={"rows": 3, "cols": 24}),
        }

    def clean_heading(self) -> str:
        heading = " ".join(self.cleaned_data["heading"].split())
        if not fold(heading.strip("#")):
            raise ValidationError("Write the heading as readers see it, without “#”.")
        return heading.lstrip("# ")


class SectionFormSet(BaseInlineFormSet):
    def save_new(self, form: forms.ModelForm, commit: bool = True) -> TemplateSection:
        """A new section without a position comes last."""
        if not form.instance.position:
            last = self.instance.sections.aggregate(last=Max("position"))["last"]
            form.instance.position = min((last or 0) + 10, 32767)
        return super().save_new(form, commit)

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            key = fold(data.get("heading", ""))
            if not key or data.get("DELETE"):
                continue
            if key in seen:
                raise ValidationError(f"Two sections are called “{data['heading']}”.")
            seen.add(key)


class SectionInline(admin.TabularInline):
    model = TemplateSection
    form, formset = SectionForm, SectionFormSet
    extra = 1


class VersionInline(admin.TabularInline):
    """How the template was: read-only, newest first."""

    model = TemplateVersion
    verbose_name, verbose_name_plural = "version", "versions, newest first"
    fields = readonly_fields = ("number", "name", "asked_for", "by", "at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="sections")
    def asked_for(self, version: TemplateVersion) -> SafeString:
        """Each with its hint; optional ones say so."""
        rows = (
            (row["heading"], "" if row["is_required"] else " (optional)", row["hint"])
            for row in version.sections
        )
        return format_html_join("", "<p><b>{}</b>{}<br>{}</p>", rows)


@admin.register(ArticleTemplate)
class TemplateAdmin(admin.ModelAdmin):
    """Pages that were begun with a template follow it as it is now, also where it is not offered
    any more; one that is deleted asks for nothing."""

    list_display = ("name", "kind", "topic", "department", "is_active", "position", "version")
    list_filter = ("kind", "topic", "is_active")
    search_fields = ("name", "description")
    readonly_fields = ("version",)
    inlines = (SectionInline, VersionInline)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        page_templates.keep_version(form.instance, request.user)
