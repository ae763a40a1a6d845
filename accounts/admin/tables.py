"""Tables of people and departments: uploaded, looked at, applied."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from accounts import tables
from accounts.models import TableImport
from accounts.models.table_import import TableKind
from accounts.tables import Plan, State

LINES = 100  # on a page
SAID = {
    State.NEW: ("New", "good", "plus"),
    State.CHANGED: ("Changed", "accent", "pencil"),
    State.SAME: ("As it is", "plain", "check"),
    State.REFUSED: ("Refused", "bad", "circle-alert"),
}


class UploadForm(forms.ModelForm):
    kind = forms.ChoiceField(
        label="What it holds",
        choices=TableKind,
        widget=forms.RadioSelect,
        initial=TableKind.PEOPLE,
        help_text="People are put into departments that are here: bring the departments first.",
    )
    file = forms.FileField(
        label="Table",
        help_text="A CSV file, as a spreadsheet saves it, with headings in its first line. Nothing"
        " is changed yet: first you see what each line would do.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    class Meta:
        model = TableImport
        fields = ("kind",)

    def clean(self) -> dict[str, Any]:
        """Reads the file, so that what is no table is refused beside the field."""
        told = super().clean() or {}
        upload, kind = told.get("file"), told.get("kind")
        if isinstance(upload, UploadedFile) and kind:
            try:
                self.text = tables.decode(upload.read(tables.MOST_BYTES + 1))
                tables.check(self.text, kind)
            except tables.Unreadable as why:
                self.add_error("file", ValidationError(str(why)))
        return told


@admin.register(TableImport)
class TableAdmin(admin.ModelAdmin):
    form = UploadForm
    list_display = ("name", "kind", "came_of_it", "made_at", "made_by")
    list_select_related = ("made_by",)
    list_filter = ("kind",)
    add_form_template = "admin/accounts/tableimport/upload.html"
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: TableImport | None = None) -> bool:
        """What was applied stays in the list; the rest may be thrown away."""
        return super().has_delete_permission(request, obj) and not (obj and obj.applied_at)

    def get_form(
        self, request: HttpRequest, obj: TableImport | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        # The file is a field of the form alone.
        return super().get_form(request, obj, **{**kwargs, "fields": ["kind"]})

    def get_fieldsets(self, request: HttpRequest, obj: TableImport | None = None) -> Any:
        return [(None, {"fields": ["kind", "file"]})]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {
            "title": "Tables of people and departments",
            "list_lead": "What was brought from spreadsheets. A table that nobody applied is"
            " forgotten after a week.",
            "list_empty": "Add a table to bring people or departments from a spreadsheet.",
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {
            "title": "Bring a table",
            "columns": [(kind.label, tables.headings(kind)) for kind in TableKind],
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().add_view(request, form_url, {**more, **(extra_context or {})})

    def save_model(
        self, request: HttpRequest, obj: TableImport, form: UploadForm, change: bool
    ) -> None:
        name = form.cleaned_data["file"].name
        kept = tables.keep(obj.kind, name, form.text, request.user)
        obj.__dict__.update(kept.__dict__)

    def response_add(
        self, request: HttpRequest, obj: TableImport, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:accounts_tableimport_change", obj.pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What the table would do; or, once it was applied, what it did."""
        number = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        table = get_object_or_404(TableImport.objects.select_related("made_by"), pk=number)
        if request.method == "POST":
            return self._apply(request, table)
        return self._show(request, table)

    def _apply(self, request: HttpRequest, table: TableImport) -> HttpResponse:
        try:
            done = tables.apply(
                table, request.user, seen=request.POST.get("seen", ""), request=request
            )
        except (tables.Stale, tables.Unreadable) as why:
            self.message_user(request, f"{why} Nothing was changed now.", messages.WARNING)
        else:
            self.message_user(request, f"Applied: {_summary(done.counts)}.", messages.SUCCESS)
        return redirect("admin:accounts_tableimport_change", table.pk)

    def _show(self, request: HttpRequest, table: TableImport) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": table.name,
            "opts": self.opts,
            "table": table,
            "is_people": table.kind == TableKind.PEOPLE,
            "again": reverse("admin:accounts_tableimport_add"),
        }
        if table.applied_at:
            context["did"] = _summary(table.report)
            context["refused_lines"] = table.report.get("refused_lines", [])
        else:
            context |= _looked_at(request, tables.look(table, request.user))
        return TemplateResponse(request, "admin/accounts/tableimport/look.html", context)

    @admin.display(description="what came of it")
    def came_of_it(self, table: TableImport) -> SafeString | str:
        if not table.applied_at:
            return format_html('<span class="badge badge-{}">{}</span>', "warn", "Not applied yet")
        return f"{_summary(table.report)} ({localtime(table.applied_at):%Y-%m-%d %H:%M})"


def _looked_at(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    wanted = request.GET.get("only", "")
    states = [State(wanted)] if wanted in set(State) else [*_shown_first(plan)]
    counts = plan.counts
    return {
        "plan": plan,
        "does": counts[State.NEW] + counts[State.CHANGED],
        "refused": counts[State.REFUSED],
        "only": wanted if wanted in set(State) else "",
        "ways": [(state.value, SAID[state][0], SAID[state][1], counts[state]) for state in State],
        "page": _page(request, plan, states),
    }


def _shown_first(plan: Plan) -> tuple[State, ...]:
    """All that needs eyes; if there is nothing of it, everything."""
    worth = (State.REFUSED, State.NEW, State.CHANGED)
    return worth if plan.of(*worth) else tuple(State)


def _page(request: HttpRequest, plan: Plan, states: list[State]) -> Page[Any]:
    rows = sorted(plan.of(*states), key=lambda row: (states.index(row.state), row.line))
    page = Paginator(rows, LINES).get_page(request.GET.get("p"))
    page.object_list = [(row, *SAID[row.state]) for row in page.object_list]
    return page


def _summary(counts: dict[str, Any]) -> str:
    words = {"new": "new", "changed": "changed", "same": "as before", "refused": "refused"}
    return ", ".join(f"{counts.get(key, 0)} {word}" for key, word in words.items())
