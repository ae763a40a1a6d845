"""Suggestions for who types the names of people, departments and tools."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.finding import Directory, fold, option
from processes import facts


@never_cache
@require_safe
def who_find(request: HttpRequest) -> JsonResponse:
    """People and departments that go with `?q=`, at most eight, as `accounts` suggests people.
    Departments that this person may not read are none of them."""
    return _suggested(request, facts.everybody(request.user))


@never_cache
@require_safe
def tool_find(request: HttpRequest) -> JsonResponse:
    """Tools of the catalogue that go with `?q=`, in the same shape; the label says what for."""
    return _suggested(request, facts.tools(request.user))


def _suggested(request: HttpRequest, directory: Directory) -> JsonResponse:
    query = request.GET.get("q", "")
    found = [
        option(entry.label, entry.job_title, fold(entry.label), query)
        for entry in directory.matching(query)
        if entry.is_active
    ]
    return JsonResponse({"found": found})
