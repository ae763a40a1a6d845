"""Suggestions for who types a colleague's name."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.finding import Directory, fold, option


@never_cache
@require_safe
def people_find(request: HttpRequest) -> JsonResponse:
    """Active people that go with `?q=`, at most eight, as {"found": [option, …]} (see
    `accounts.finding.option`): `value` is what a field for people understands."""
    query = request.GET.get("q", "")
    is_asked = bool(query.strip())
    directory = (
        Directory.load(only_active=True, known_to=request.user) if is_asked else Directory([])
    )
    found = [
        option(entry.label, entry.job_title, fold(entry.label), query)
        for entry in directory.matching(query)
    ]
    return JsonResponse({"found": found})
