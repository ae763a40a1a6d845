"""A new import, and its files: uploaded one request after another, then read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from importing import running
from importing.admin import frame
from importing.admin.deeds import start
from importing.admin.forms import HOW, FactsForm, FilesForm, NewForm
from importing.models import Format, Import, Stage
from importing.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Says what it is and brings the first files; what is refused comes back with what was said."""
    form = NewForm(request.POST, request.FILES) if request.method == "POST" else NewForm()
    if not form.is_bound or not form.is_valid():
        return _show_new(request, form)
    told = form.cleaned_data
    run = running.begin(
        format=told["format"],
        name=told["name"],
        by=request.user,
        department=told["department"],
        owner=told["owner"],
        kind=told["kind"],
        topic=told["topic"],
        hosts=tuple(told["hosts"]),
        fetch_from=told["fetch_from"],
    )
    if _add(request, run, told) and "more" not in request.POST:
        start(request, run, Stage.READING)
        return frame.onward(run)
    return redirect(frame.address(run, frame.FILES))


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that are there, and more of them."""
    run = frame.find(pk)
    if frame.FILES not in frame.reached(run):
        return frame.onward(run)
    if request.method != "POST" or not _may_add(run):
        return _show(request, run, FilesForm(), FactsForm(run=run))
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, run, form, FactsForm(run=run), status=422)
    _add(request, run, form.cleaned_data)
    return redirect(frame.address(run, frame.FILES))


@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One file less; twice is as once."""
    run = frame.find(pk)
    if file := run.files.filter(pk=number, is_made=False).first():
        try:
            running.remove_file(run, file)
        except Refused as why:
            messages.error(request, str(why))
        else:
            messages.success(request, f"{file.name} is removed.")
    return redirect(frame.address(run, frame.FILES))


@require_POST
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds for all of it, said anew."""
    run = frame.find(pk)
    if run.stage not in (*frame.BEFORE_APPLYING, Stage.FAILED):
        return frame.onward(run)
    form = FactsForm(request.POST, run=run)
    if not form.is_valid():
        return _show(request, run, FilesForm(), form, status=422)
    try:
        running.say(run, **form.cleaned_data)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Saved.")
    return redirect(frame.address(run, frame.FILES))


def _add(request: HttpRequest, run: Import, told: dict[str, Any]) -> bool:
    """Whether all of them were taken; each that was not is told with the reason."""
    given = [(one, False) for one in told["files"]] + [(one, True) for one in told["pictures"]]
    refused = 0
    for file, is_assets in given:
        try:
            running.add_upload(run, file.name, file, is_assets=is_assets)
        except Refused as why:
            refused += 1
            messages.error(request, str(why))
    return not refused


def _may_add(run: Import) -> bool:
    return run.stage in (*frame.BEFORE_APPLYING, Stage.FAILED)


def _show_new(request: HttpRequest, form: NewForm) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "opts": Import._meta,
        "title": "Bring an old wiki",
        "form": form,
        "how": [(Format(one).label, HOW[Format(one)]) for one, _ in form.fields["format"].choices],
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/importing/new.html", context, status=status)


def _show(
    request: HttpRequest, run: Import, form: FilesForm, said: FactsForm, *, status: int = 200
) -> HttpResponse:
    kept = list(run.files.filter(is_made=False))
    return frame.draw(
        request,
        run,
        frame.FILES,
        status=status,
        form=form,
        said=said,
        files=kept,
        has_pages=any(not one.is_assets for one in kept),
        may_add=_may_add(run),
        was_read=run.stage in (Stage.READ, Stage.CHECKED),
        how=HOW[Format(run.format)],
    )
