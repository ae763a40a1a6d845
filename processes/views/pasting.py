"""What an author pastes from another program comes here first, and goes back as clean text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from processes.pasting.arriving import Arrived, TooLong, arrive
from processes.pasting.converting import Unreadable
from processes.views import pacing
from processes.views.access import writers_only
from processes.views.uploads import department_told

# One that was killed must not lock its author out for long.
LONGEST = 90  # seconds
WHAT = "pasting"


@require_POST
@writers_only
def paste(request: HttpRequest) -> JsonResponse:
    """`html` (a field or a file) as JSON: `markdown`, `pictures`, `left_out`, `said` (a sentence).

    Pictures come into the library of `article` or `department`, as with uploads. Answers 404 where
    this person may not see those, 413 and 422 for what is too much, 429 for too many at once, each
    with `error`.
    """
    try:
        department = department_told(request.user, request.POST)
    except Http404 as error:
        return _refuse(str(error), 404)
    if pacing.begin(WHAT, request.user, LONGEST):
        return _refuse("You pasted many things at once. Try again in a moment.", 429)
    try:
        arrived = arrive(_html(request), request.user, department)
    except Unreadable as error:
        return _refuse(str(error), 413 if isinstance(error, TooLong) else 422)
    finally:
        pacing.end(WHAT, request.user)
    told = {name: getattr(arrived, name) for name in ("markdown", "pictures", "left_out")}
    return JsonResponse({**told, "said": _sentence(arrived)})


def _html(request: HttpRequest) -> str:
    """The script sends a file: pictures written into a page are larger than any field may be."""
    file = request.FILES.get("html")
    html = file.read().decode("utf-8", "replace") if file else request.POST.get("html", "")
    return html.replace("\x00", "")


def _sentence(arrived: Arrived) -> str:
    if not arrived.left_out:
        return ""
    one = arrived.left_out == 1
    missing = "1 picture is" if one else f"{arrived.left_out} pictures are"
    return f"{missing} missing from what you pasted: copy {'it' if one else 'them'} one by one."


def _refuse(error: str, status: int) -> JsonResponse:
    return JsonResponse({"error": error}, status=status)
