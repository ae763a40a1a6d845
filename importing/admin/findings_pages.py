"""The trial and the report: one page of the same parts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from importing import reporting
from importing.admin import findings, frame
from importing.models import Import, Stage, Topic

RESULTS = (Stage.CHECKED, Stage.APPLIED)


@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come of each page, as far as it was tried."""
    run = frame.find(pk)
    if frame.TRIAL not in frame.reached(run):
        return frame.onward(run)
    told = _told(request, run) if run.stage == Stage.CHECKED else {}
    return frame.draw(request, run, frame.TRIAL, **told)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of each page."""
    run = frame.find(pk)
    if run.stage != Stage.APPLIED:
        return frame.onward(run)
    return frame.draw(request, run, frame.REPORT, **_told(request, run))


@require_safe
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it, for other programs; made while it is sent."""
    run = frame.find(pk)
    if run.stage not in RESULTS:
        return frame.onward(run)
    response = StreamingHttpResponse(reporting.as_json(run), content_type="application/json")
    name = slugify(run.name)[:60] or "import"
    response["Content-Disposition"] = f'attachment; filename="{name}-report.json"'
    return response


def _told(request: HttpRequest, run: Import) -> dict[str, Any]:
    asked = request.GET
    topic, only = asked.get("topic", ""), asked.get("only", "")
    words = asked.get("q", "").strip()[:200].replace("\x00", "")
    kept = {"topic": topic, "only": only, "q": words}
    query = urlencode({name: value for name, value in kept.items() if value})
    return {
        "query": f"?{query}&" if query else "?",
        "states": findings.states(run),
        "totals": findings.totals(run),
        "topics": findings.topics(run),
        "topic": topic if topic in Topic.values else "",
        "only": only,
        "q": words,
        "page": findings.notes(run, topic, asked.get("p"))
        if topic in Topic.values
        else findings.table(run, only, words, asked.get("p")),
    }
