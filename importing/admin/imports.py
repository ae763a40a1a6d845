"""Imports in Django admin: the list, and the way to the pages of each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from importing.admin import deeds, files, findings_pages, frame, mapping, progress, tables
from importing.admin.uploads import to_disk
from importing.models import Import, Stage

LOOKS = {Stage.APPLIED: "good", Stage.FAILED: "bad", Stage.CHECKED: "accent", Stage.READ: "accent"}


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    list_display = ("name", "format", "state", "made_at", "made_by", "applied_at")
    list_select_related = ("made_by",)
    list_filter = ("format", "stage")
    search_fields = ("name", "source")
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Thrown away on a page of its own: Django's would name each of its thousands of rows."""
        return False

    def get_urls(self) -> list[URLPattern]:
        def at(pattern: str, view: Any, name: str) -> URLPattern:
            return path(f"<int:pk>/{pattern}", self.admin_site.admin_view(view), name=_name(name))

        return [
            path("add/", to_disk(files.new), name=_name("add")),
            path("<int:pk>/files/", to_disk(files.files), name=_name("files")),
            at("files/<int:number>/remove/", files.remove, "remove"),
            at("facts/", files.facts, "facts"),
            at("places/", mapping.places, "places"),
            at("people/", mapping.people, "people"),
            at("table/", tables.table, "table"),
            at("mapping.csv", tables.mapping_csv, "csv"),
            at("begin/", deeds.begin, "begin"),
            at("again/", deeds.again, "again"),
            at("stop/", deeds.stop, "stop"),
            at("trial/", findings_pages.trial, "trial"),
            at("apply/", deeds.apply, "apply"),
            at("progress/", progress.progress, "progress"),
            at("report/", findings_pages.report, "report"),
            at("report.json", findings_pages.as_json, "json"),
            at("throw/", deeds.throw, "throw"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {
            "title": "Imports of old wikis",
            "list_lead": "Pages from WordPress, Confluence, Notion, Word, Markdown or another"
            " Imprimatur, with their links, pictures, authors and old addresses.",
            "list_empty": "Add an import to bring the pages of another wiki. Nothing changes before"
            " you have seen what would come of each page.",
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """To the page where it goes on."""
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        return frame.onward(frame.find(int(object_id) if is_number else 0))

    @admin.display(description="state", ordering="stage")
    def state(self, run: Import) -> SafeString:
        look = LOOKS.get(Stage(run.stage), "warn" if run.is_at_work else "plain")
        word = run.get_stage_display().partition(":")[0]
        if run.is_at_work and run.total:
            word = f"{word}, {100 * min(run.done, run.total) // run.total} %"
        return format_html('<span class="badge badge-{}">{}</span>', look, word)


def _name(name: str) -> str:
    return f"importing_import_{name}"
