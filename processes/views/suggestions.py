"""Suggestions for who types a link, a colleague's name or a sign into a text."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from processes import suggesting

LONGEST = 120  # characters


@never_cache
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What `?q=` may mean, as `options`: `insert`, `label`, `about`, `kind`, at most eight and
    the page to be written.

    `?what=` is page (for a text of `?department=`, a number), person (in the text of a page),
    mention (the same in a comment) or emoji; 404 for anything else.
    """
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    match request.GET.get("what"):
        case "page":
            found = suggesting.pages(typed, request.user, _number(request))
        case "person":
            found = suggesting.people(typed, request.user)
        case "mention":
            found = suggesting.mentions(typed, request.user)
        case "emoji":
            found = suggesting.emoji(typed)
        case _:
            raise Http404("There is nothing of that kind to suggest.")
    return JsonResponse({"options": [asdict(option) for option in found]})


def _number(request: HttpRequest) -> int | None:
    """The department of the text; a new page may not have one yet."""
    given = request.GET.get("department", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
