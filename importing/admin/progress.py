"""While it works, and where it failed: how far it is, and how to go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from importing import running
from importing.admin import frame
from importing.models import Stage

PAUSE = 2  # seconds until the page asks anew
SLOW_PAUSE = 10


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks anew by itself, without any script; `?still` leaves it as it is."""
    run = frame.find(pk)
    if frame.PROGRESS not in frame.reached(run):
        return frame.onward(run)
    status = running.status(run)
    is_still = "still" in request.GET or run.stage == Stage.FAILED
    response = frame.draw(
        request,
        run,
        frame.PROGRESS,
        status_of=status,
        is_still=is_still,
        failed_at=run.failed_at if run.stage == Stage.FAILED else "",
    )
    if not is_still:
        response["Refresh"] = str(SLOW_PAUSE if status.is_stalled else PAUSE)
    return response
