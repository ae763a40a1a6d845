"""One's own exports: asking for one, seeing how far it is, fetching it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from exporting import asking, holding
from exporting.asking import Wish
from exporting.forms import ExportForm
from exporting.keeping import KEPT_DAYS
from exporting.models import Export, ExportState
from processes.models import Article
from processes.views.access import follows_moves, get_department
from processes.views.serving import Stored, serve

SHOWN = 50
SECONDS_TO_LOOK_AGAIN = 3


@never_cache
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Where one is being made, the page looks again by itself, without script."""
    user = request.user
    rows = Export.objects.filter(made_by=user).select_related("article", "department")
    shown = list(rows.defer("article__body", "article__html", "article__text")[:SHOWN])
    open_ones, whole_ones = asking.still_open(user, shown), holding.still_whole(user, shown)
    for export in shown:
        export.is_open = export.pk in open_ones  # type: ignore[attr-defined]
        export.is_whole = export.pk in whole_ones  # type: ignore[attr-defined]
    context = {
        "exports": shown,
        "kept_days": KEPT_DAYS,
        "may_export_all": asking.may_export(user, Wish()),
    }
    response = render(request, "exporting/list.html", context)
    if any(export.is_under_way for export in shown):
        response["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def export_new(request: HttpRequest) -> HttpResponse:
    """Of ?page=<number>, ?department=<address>, or of everything."""
    wish = _wish(request)
    if not asking.may_export(request.user, wish):
        raise PermissionDenied
    form, problem = ExportForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(request.user, wish, request=request, **form.cleaned_data)
        except asking.TooMany as refusal:
            problem = str(refusal)
        else:
            return redirect("exports")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "wish": wish, "problem": problem, "kept_days": KEPT_DAYS}
    return render(request, "exporting/new.html", context, status=status)


@require_safe
def export_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The file itself: for whoever asked for it, and nobody else; nor for them, once anything in
    it is not for them to read any more."""
    export = _mine(request.user, key)
    is_open = asking.still_open(request.user, [export])
    is_open &= holding.still_whole(request.user, [export])
    if not is_open or export.state != ExportState.READY or export.ready_at is None:
        raise Http404("There is no such file any more.")
    tag = f"{export.key}-{export.ready_at.timestamp():.0f}"
    stored = Stored(
        path=export.file.name or "",
        tag=tag,
        name=export.name,
        content_type="application/zip",
        size=export.size,
        at=export.ready_at,
        lasts=False,
    )
    return serve(request, stored)


@require_POST
def export_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Begins anew what failed or stalled."""
    asking.again(_mine(request.user, key))
    return redirect("exports")


@require_POST
def export_drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Deletes one's own export with its file."""
    asking.drop(_mine(request.user, key))
    messages.success(request, "The export is deleted.")
    return redirect("exports")


def _mine(user: User, key: uuid.UUID) -> Export:
    return get_object_or_404(Export, key=key, made_by=user)


def _wish(request: HttpRequest) -> Wish:
    """Raises Http404 for what this person may not read, as for what does not exist."""
    page, department = request.GET.get("page"), request.GET.get("department")
    if page:
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 16 else 0
        readable = Article.objects.visible_to(request.user).filter(version__gt=0)
        return Wish(article=get_object_or_404(readable.for_lists(), pk=number))
    if department:
        return Wish(department=get_department(request.user, department))
    return Wish()
