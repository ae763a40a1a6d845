"""Suggestions for who types a colleague's name."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.finding import Directory, fold


@never_cache
@require_safe
def people_find(request: HttpRequest) -> JsonResponse:
    """Active people that go with `?q=`, at most eight.

    `value` is what a field for people understands, `about` their job, and `plain` name and
    address without accents, as they may have been typed.
    """
    query = request.GET.get("q", "")
    directory = Directory.load(only_active=True) if query.strip() else Directory([])
    people = [
        {
            "value": entry.label,
            "about": entry.job_title,
            "plain": fold(entry.label),
        }
        for entry in directory.matching(query)
    ]
    return JsonResponse({"people": people})
