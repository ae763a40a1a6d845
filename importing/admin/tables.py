"""What goes where, and who is who, in a spreadsheet: taken away, and taken over again."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from accounts.tables.reading import MOST_BYTES
from importing import mapping_files
from importing.admin import frame
from importing.models import Stage
from importing.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """How it is done, and the form that takes a table over: all of it, or nothing (422)."""
    run = frame.find(pk)
    if frame.PLACES not in frame.reached(run):
        return frame.onward(run)
    problems: list[str] = []
    if request.method == "POST":
        try:
            count = mapping_files.read(run, _content(request.FILES.get("table")))
        except Refused as why:
            problems = str(why).split("\n")
        else:
            messages.success(request, f"{count} line{'' if count == 1 else 's'} taken over.")
            return redirect(frame.address(run, frame.PLACES))
    return frame.draw(
        request,
        run,
        frame.TABLE,
        status=422 if problems else 200,
        problems=problems,
        may_change=run.stage in (Stage.READ, Stage.CHECKED),
        words=list(mapping_files.WORDS),
    )


@require_safe
def mapping_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping as it stands, as a CSV file."""
    run = frame.find(pk)
    if frame.PLACES not in frame.reached(run):
        return frame.onward(run)
    # With a byte order mark: without it Excel takes UTF-8 for something else.
    content = mapping_files.write(run).encode("utf-8-sig")
    name = f"mapping-{slugify(run.name)[:60] or run.pk}.csv"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=told)


def _content(file: UploadedFile | None) -> bytes:
    if file is None or not file.size:
        raise Refused("Choose the table that you filled in.")
    return file.read(MOST_BYTES + 1)
