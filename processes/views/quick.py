"""Quick find: a few letters, and the page, person or action is one key away."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from processes.views import quick_groups as groups
from processes.views.access import number_in
from processes.views.quick_lines import Group

LONGEST = 200  # characters
# Where so few titles have the words, and these are more than a beginning, texts are searched too.
FEW, ENOUGH = 7, 3


@never_cache
@require_safe
def quick_find(request: HttpRequest) -> HttpResponse:
    """What `?q=` may mean, in groups; as `?fragment` for the script, else as a page of its own.

    `?more` are the pages that say it in their texts, without those of `seen` (numbers), which the
    script asks for once the rest is shown.
    """
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    if "more" in request.GET:
        seen = {number_in(pk) for pk in request.GET.get("seen", "").split()[: groups.PAGES]}
        context = {"groups": groups.in_texts(typed, request.user, seen)}
        return render(request, "quick/lines.html", context | {"is_fragment": True})
    found = groups.found(typed, request.user) if typed else groups.at_hand(request.user)
    context = {"groups": found, "typed": typed, "more": _more(typed, found)}
    if "fragment" in request.GET:
        return render(request, "quick/lines.html", context | {"is_fragment": True})
    return render(request, "quick/page.html", context)


def _more(typed: str, found: list[Group]) -> str:
    """Where the rest is; empty where there is no need."""
    pages = [line.article.pk for group in found for line in group.lines if line.article]
    if len(typed) < ENOUGH or len(pages) >= FEW:
        return ""
    seen = " ".join(map(str, pages))
    return f"{reverse('quick_find')}?{urlencode({'q': typed, 'seen': seen, 'more': 1})}"
