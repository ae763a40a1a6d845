"""The audit log: to search, to read, to take along; nothing else."""

from __future__ import annotations

import csv
import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from accounts import audit_keeping, auditing
from accounts.admin.notifications import ReadOnlyAdmin
from accounts.admin.topics import TOPICS, kinds_of
from accounts.admin.wording import detail
from accounts.models import AuditEntry, User

SPANS = {"1": "Within a day", "7": "Within a week", "31": "Within a month"}


class TopicFilter(admin.SimpleListFilter):
    title = "about"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(TOPICS.items())

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        if self.value() in TOPICS:
            return queryset.filter(kind__in=kinds_of(self.value()))
        return queryset


class KindFilter(admin.SimpleListFilter):
    title = "what happened"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        topic = request.GET.get("topic", "")
        kinds = kinds_of(topic) if topic in TOPICS else list(auditing.KINDS)
        return [(kind, auditing.KINDS[kind]) for kind in kinds]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(SPANS.items())

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        if self.value() not in SPANS:
            return queryset
        since = timezone.now() - datetime.timedelta(days=int(str(self.value())))
        return queryset.filter(at__gte=since)


class PersonFilter(admin.SimpleListFilter):
    """What somebody did and what happened to them; their page leads here."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        pk = request.GET.get(self.parameter_name, "")
        people = User.objects.filter(pk=pk) if pk.isdecimal() and len(pk) < 19 else ()
        return [(str(person.pk), str(person)) for person in people]

    def has_output(self) -> bool:
        """Shown where somebody was chosen; with somebody unknown it finds nothing."""
        return self.parameter_name in self.used_parameters

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        if not self.value():
            return queryset
        if not self.lookup_choices:
            return queryset.none()
        return queryset.filter(Q(by=self.value()) | Q(about=self.value()))


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    list_display = ("when", "happened", "by", "about", "what", "address")
    list_display_links = ("when", "happened")
    list_filter = (TopicFilter, KindFilter, WhenFilter, PersonFilter)
    list_select_related = ("by", "about")
    sortable_by = ()
    # One count is enough for a log that grows by the minute.
    show_full_result_count = False
    search_fields = (
        *("by__name", "by__email", "about__name", "about__email"),
        *("what", "address"),
    )
    search_help_text = "Person, thing or IP address"
    fields = readonly_fields = ("when", "happened", "by", "about", "what", "told", "address")

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(
            require_http_methods(["GET", "HEAD", "POST"])(self.export)
        )
        return [path("export/", export, name="accounts_auditentry_export"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = reverse("admin:accounts_auditentry_export")
        more = {
            "list_lead": "Who signed in, who was let in where, who changed what in the"
            " administration. Nobody can change a line. What happened to pages stands in the log of"
            " decisions.",
            "list_links": [("Take along …", f"{page}?{request.GET.urlencode()}")],
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """The lines that the list shows with the same filters, as a file; noted in the log."""
        entries = self.get_changelist_instance(request).queryset
        kind = request.POST.get("as", "")
        if request.method != "POST" or kind not in ("csv", "jsonl"):
            return self._export_page(request, entries.count())
        # Before it is written down that they were taken, so that this line is not among them.
        last = entries.order_by("-pk").values_list("pk", flat=True).first()
        auditing.record(
            "exported", by=request.user, what="audit log", request=request, lines=entries.count()
        )
        found = entries.filter(pk__lte=last or 0).order_by("-at", "-pk")
        return _as_file(found, kind)

    def _export_page(self, request: HttpRequest, count: int) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Take lines of the audit log along",
            "opts": self.opts,
            "count": count,
            "query": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/accounts/auditentry/export.html", context)

    @admin.display(description="when", ordering="-at")
    def when(self, entry: AuditEntry) -> str:
        return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="what happened")
    def happened(self, entry: AuditEntry) -> str:
        return auditing.KINDS.get(entry.kind, entry.kind)

    @admin.display(description="more about it")
    def told(self, entry: AuditEntry) -> SafeString | str:
        return format_html_join("", "<p><b>{}</b>: {}</p>", detail(entry)) or "–"


class _Echo:
    def write(self, text: str) -> str:
        return text


def _as_file(entries: QuerySet[AuditEntry], kind: str) -> StreamingHttpResponse:
    if kind == "csv":
        writer = csv.writer(_Echo())
        # Excel takes a file for UTF-8 only if it begins so.
        content = (
            ("\ufeff" if first == 0 else "") + writer.writerow(row)
            for first, row in enumerate(audit_keeping.rows(entries))
        )
        media = "text/csv; charset=utf-8"
    else:
        content, media = audit_keeping.lines(entries), "application/x-ndjson; charset=utf-8"
    response = StreamingHttpResponse(content, content_type=media)
    name = f"audit-log-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
