"""Whoever is away says who decides for them meanwhile."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import deputising
from accounts.deputy_forms import DeputyForm
from accounts.models import Deputy

PAST_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    """My deputies, and those for whom I stand in; a form for another one."""
    form = DeputyForm(_data(request), manager=request.user)
    if request.method == "POST" and _saved(request, form):
        return redirect("deputies")
    today = timezone.localdate()
    mine = Deputy.objects.filter(manager=request.user).select_related("deputy")
    for_others = Deputy.objects.filter(deputy=request.user, manager__is_active=True)
    context = {
        "form": form,
        "today": today,
        "mine": list(mine.filter(ends__gte=today).order_by("starts", "pk")),
        "past": list(mine.filter(ends__lt=today).order_by("-ends", "-pk")[:PAST_SHOWN]),
        "for_others": list(
            for_others.filter(ends__gte=today).select_related("manager").order_by("starts", "pk")
        ),
    }
    return render(request, "me/deputies.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def deputy_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other dates, or somebody else."""
    entry = _mine(request, pk)
    form = DeputyForm(_data(request), manager=request.user, instance=entry)
    if request.method == "POST" and _saved(request, form):
        return redirect("deputies")
    context = {"form": form, "entry": Deputy.objects.select_related("deputy").get(pk=pk)}
    return render(request, "me/deputy.html", context, status=422 if form.is_bound else 200)


@require_POST
def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    """They decide for me no longer, from now on."""
    entry = _mine(request, pk)
    deputising.end(entry, request.user)
    messages.success(request, f"{entry.deputy} does not decide for you any more.")
    return redirect("deputies")


def _data(request: HttpRequest) -> QueryDict | None:
    """What was sent; an empty form is a form, too."""
    return request.POST if request.method == "POST" else None


def _saved(request: HttpRequest, form: DeputyForm) -> bool:
    """Whether it could be saved; else the form says what is wrong."""
    if not form.is_valid():
        return False
    entry = form.instance
    try:
        deputising.appoint(entry, request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"{entry.deputy} decides for you {deputising.days(entry)}.")
    for sentence in deputising.told_beside(entry):
        messages.warning(request, sentence)
    return True


def _mine(request: HttpRequest, pk: int) -> Deputy:
    """One of mine that is not over. Raises Http404."""
    mine = Deputy.objects.filter(manager=request.user, ends__gte=timezone.localdate())
    entry = mine.select_related("deputy", "manager").filter(pk=pk).first()
    if entry is None:
        raise Http404("There is no such deputy of yours.")
    return entry
