"""The trial and the report: one page of the same parts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from importing import reporting
from importing.admin import findings, frame, reasons
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
    if asked.get("topic") in Topic.values:
        return {**_always(run), **_lines(asked, run)}
    only = asked.get("only", "")
    words = asked.get("q", "").strip()[:200].replace("\x00", "")
    return {
        **_always(run),
        "query": _query(only=only, q=words),
        "only": only,
        "q": words,
        "page": findings.table(run, only, words, asked.get("p")),
    }


def _lines(asked: QueryDict, run: Import) -> dict[str, Any]:
    """Of one topic: its reasons, or all lines of one of them."""
    topic, number = asked["topic"], asked.get("p")
    told: dict[str, Any] = {"topic": topic, "heading": Topic(topic).label}
    if "reason" in asked:
        reason = asked["reason"]
        page = reasons.lines(run, topic, reason, number)
        return {**told, "page": page, "reason": reason, "query": _query(topic=topic, reason=reason)}
    page = reasons.reasons(run, topic, number)
    return {**told, "page": page, "by_reason": True, "query": _query(topic=topic)}


def _always(run: Import) -> dict[str, Any]:
    return {
        "states": findings.states(run),
        "totals": findings.totals(run),
        "topics": reasons.topics(run),
    }


def _query(**kept: str) -> str:
    """The beginning of an address to which the number of a page is added."""
    query = urlencode({name: value for name, value in kept.items() if value or name == "reason"})
    return f"?{query}&" if query else "?"
