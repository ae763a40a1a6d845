"""What people search for, in Django admin: most wanted, found nothing, opened by nobody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from processes import finding
from processes.admin.pages import ReadOnlyAdmin
from processes.models import Search

SPANS = (7, 30, 90)  # days
USUAL = 30


@admin.register(Search)
class SearchAdmin(ReadOnlyAdmin):
    """One page in place of a list of rows: a single search says nothing, many say what to write."""

    def has_view_permission(self, request: HttpRequest, obj: Search | None = None) -> bool:
        """Of all together: one search, with its minute and its department, may say who it was."""
        return obj is None and super().has_view_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        days = next((span for span in SPANS if request.GET.get("days") == str(span)), USUAL)
        searches = finding.searches_of(days)
        context = {
            **self.admin_site.each_context(request),
            **(extra_context or {}),
            "title": "What people search for",
            "opts": self.opts,
            "spans": SPANS,
            "days": days,
            "kept_days": settings.SEARCH_LOG_DAYS,
            "totals": finding.totals(searches),
            "wanted": finding.most_wanted(searches),
            "missing": finding.found_nothing(searches),
            "unopened": finding.nothing_opened(searches),
        }
        return TemplateResponse(request, "admin/processes/search/wishes.html", context)
