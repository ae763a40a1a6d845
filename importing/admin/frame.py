"""What all pages of an import have in common: which it is, and how far it has got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from importing.models import Import, Stage

FILES, PLACES, PEOPLE, TRIAL, APPLY = "files", "places", "people", "trial", "apply"
REPORT, PROGRESS, TABLE = "report", "progress", "table"
STEPS = (
    (FILES, "Files"),
    (PLACES, "What goes where"),
    (TRIAL, "Try it"),
    (APPLY, "Apply"),
    (REPORT, "Report"),
)
# Where one goes on, by how far it has got.
NEXT = {
    Stage.COLLECTING: FILES,
    Stage.READING: PROGRESS,
    Stage.READ: PLACES,
    Stage.CHECKING: PROGRESS,
    Stage.CHECKED: TRIAL,
    Stage.APPLYING: PROGRESS,
    Stage.APPLIED: REPORT,
    Stage.FAILED: PROGRESS,
}
AT = {Stage.READING: FILES, Stage.CHECKING: TRIAL, Stage.APPLYING: APPLY}
BEFORE_APPLYING = (Stage.COLLECTING, Stage.READ, Stage.CHECKED)


@dataclass(frozen=True)
class Step:
    """One of the line above the pages; `url` is empty for what is not there yet or no more."""

    name: str
    url: str
    is_current: bool
    is_done: bool


def find(pk: int) -> Import:
    """The import, or 404."""
    return get_object_or_404(Import.objects.select_related("department", "owner", "made_by"), pk=pk)


def address(run: Import, page: str) -> str:
    """Of one of its pages."""
    return reverse(f"admin:importing_import_{page}", args=[run.pk])


def onward(run: Import) -> HttpResponse:
    """To where it goes on."""
    return redirect(address(run, NEXT[Stage(run.stage)]))


def reached(run: Import) -> set[str]:
    """The pages that have something to show."""
    stage = Stage(run.stage)
    if stage == Stage.FAILED or run.is_at_work:
        return {PROGRESS, *({FILES} if stage == Stage.FAILED else ())}
    if stage == Stage.COLLECTING:
        return {FILES}
    if stage == Stage.APPLIED:
        return {REPORT, *(() if run.emptied_at else {FILES, PLACES, PEOPLE})}
    return {FILES, PLACES, PEOPLE, TRIAL, *({APPLY} if stage == Stage.CHECKED else ())}


def draw(
    request: HttpRequest, run: Import, name: str, *, status: int = 200, **more: Any
) -> TemplateResponse:
    """One of its pages: the template of that name, with what `more` holds."""
    context = {
        **admin.site.each_context(request),
        "opts": Import._meta,
        "run": run,
        "title": run.name,
        "steps": _steps(run, name),
        "is_settled": run.stage not in BEFORE_APPLYING,
        **more,
    }
    template = f"admin/importing/{name}.html"
    return TemplateResponse(request, template, context, status=status)


def _steps(run: Import, page: str) -> list[Step]:
    if page == PROGRESS:
        page = AT[Stage(run.failed_at if run.stage == Stage.FAILED else run.stage)]
    page = PLACES if page in (PEOPLE, TABLE) else page
    there, keys = reached(run), [key for key, _ in STEPS]
    far = keys.index(_farthest(run))
    return [
        Step(
            name,
            address(run, key) if key in there and key != page else "",
            is_current=key == page,
            is_done=number < far or run.stage == Stage.APPLIED,
        )
        for number, (key, name) in enumerate(STEPS)
    ]


def _farthest(run: Import) -> str:
    """The step that it is at, whichever page one looks at."""
    stage = Stage(run.failed_at if run.stage == Stage.FAILED else run.stage)
    return AT.get(stage) or {Stage.CHECKED: APPLY}.get(stage) or NEXT[stage]
