"""What is done with an import, one button each."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from importing import jobs, running
from importing.admin import frame
from importing.admin.owning import who_answers
from importing.models import Import, Stage
from importing.refusals import Refused


class ApplyForm(forms.Form):
    """What cannot be taken back with one click is not done with one either."""

    backup = forms.BooleanField(
        label="There is a backup of this wiki, or none is needed",
        error_messages={"required": "An import is not undone by a click: make a backup first."},
    )


def start(request: HttpRequest, run: Import, stage: Stage) -> None:
    """Has it done in the background; a second click finds it at work already."""
    if run.is_at_work:
        return
    try:
        jobs.begin(run, stage)
    except Refused as why:
        messages.error(request, str(why))


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads or tries."""
    run, stage = frame.find(pk), request.POST.get("stage", "")
    if stage in (Stage.READING, Stage.CHECKING):
        start(request, run, Stage(stage))
    return frame.onward(run)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes on with the stage that failed, or that nobody works on any more."""
    run = frame.find(pk)
    if run.stage == Stage.FAILED or running.status(run).is_stalled:
        try:
            jobs.again(run)
        except Refused as why:
            messages.error(request, str(why))
    return frame.onward(run)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whoever works on it to stop."""
    run = frame.find(pk)
    running.stop(run)
    return frame.onward(run)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what would come in and who would answer for it; then it does come in."""
    run = frame.find(pk)
    if run.stage != Stage.CHECKED:
        return frame.onward(run)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        start(request, run, Stage.APPLYING)
        return frame.onward(run)
    status = 422 if form.is_bound else 200
    return frame.draw(request, run, frame.APPLY, status=status, form=form, answers=who_answers(run))


@require_http_methods(["GET", "HEAD", "POST"])
def throw(request: HttpRequest, pk: int) -> HttpResponse:
    """Files and all that was read are deleted. What was applied stays in the wiki and in the list:
    of that only the files go."""
    run = frame.find(pk)
    if run.is_at_work and not running.status(run).is_stalled:
        return frame.onward(run)
    if request.method != "POST":
        return frame.draw(request, run, "throw")
    running.forget(run)
    if run.stage == Stage.APPLIED or run.applied_at:
        messages.success(request, f"The files of “{run}” are deleted.")
        return frame.onward(run)
    run.delete()
    messages.success(request, f"“{run}” is thrown away.")
    return redirect("admin:importing_import_changelist")
