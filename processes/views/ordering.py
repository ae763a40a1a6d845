"""Arranging the pages of a department: their order, and what is shown first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Department, User
from processes import arranging
from processes.models import Article
from processes.views.access import follows_moves, get_department, lineage, number_in
from processes.views.departments import pages_of, pinned
from processes.views.naming_pages import NotFound, page_called
from processes.views.outline import Line, Shelf, shelves

STEPS = {"up": -1, "down": 1}


@require_safe
@follows_moves
def arrange(request: HttpRequest, department: str) -> HttpResponse:
    """The pages at the top of the shelves, or with `?below=` those right below a page."""
    place = _mine(request.user, department)
    return _page(request, place, number_in(request.GET.get("below", "")))


@require_POST
@follows_moves
def arrange_move(request: HttpRequest, department: str) -> HttpResponse:
    """`do` is up, down, top, title or to, and the number of a page: “up-12”; with `to`, the place
    from 0. Scripts get the place and how many there are."""
    place = _mine(request.user, department)
    verb, page = _asked(request, place)
    try:
        if verb == "title":
            arranging.by_title(place, page, request.user)
            stands = (0, 0)
        elif verb in STEPS:
            stands = arranging.shift(place, page, request.user, steps=STEPS[verb])
        else:
            stands = arranging.move(place, page, request.user, to=_to(request))
    except arranging.NotHere as refusal:
        return _page(request, place, 0, refused=str(refusal), status=409)
    return _done(request, place, page, stands, number_in(request.POST.get("below", "")))


@require_POST
@follows_moves
def arrange_pins(request: HttpRequest, department: str) -> HttpResponse:
    """`do` is pin, unpin, up, down or to, and the number of a page; or “add” with its `title`."""
    place, user = _mine(request.user, department), request.user
    below = number_in(request.POST.get("below", ""))
    try:
        if request.POST.get("do") == "add":
            page = page_called(request.POST.get("title", ""), place, user)
            arranging.pin(place, page, user)
            return _done(request, place, page, (0, 0), below)
        verb, page = _asked(request, None)
        stands = _change_pin(place, page, user, verb, request)
    except (NotFound, arranging.NotHere, arranging.TooMany) as refusal:
        return _page(request, place, below, refused=str(refusal), status=422)
    return _done(request, place, page, stands, below)


def _change_pin(
    place: Department, page: Article, user: User, verb: str, request: HttpRequest
) -> tuple[int, int]:
    if verb == "pin":
        arranging.pin(place, page, user)
    elif verb == "unpin":
        arranging.unpin(place, page, user)
    elif verb in STEPS:
        return arranging.shift_pin(place, page, user, steps=STEPS[verb])
    else:
        return arranging.move_pin(place, page, user, to=_to(request))
    return 0, 0


def _mine(user: User, slug: str) -> Department:
    """Raises Http404 for a department one may not read, PermissionDenied for one that somebody
    else manages."""
    place = get_department(user, slug)
    if not arranging.may_arrange(user, place):
        raise PermissionDenied(f"Whoever manages {place} arranges its pages.")
    return place


def _asked(request: HttpRequest, place: Department | None) -> tuple[str, Article]:
    """What to do, and with which page that this person may read. Raises Http404."""
    verb, _, number = request.POST.get("do", "").partition("-")
    pages = Article.objects.visible_to(request.user).filter(pk=number_in(number))
    page = (pages.filter(department=place) if place else pages).for_lists().first()
    if page is None or verb not in ("up", "down", "top", "to", "title", "pin", "unpin"):
        raise Http404("There is no such page here.")
    return verb, page


def _to(request: HttpRequest) -> int:
    return number_in(request.POST.get("to", ""))


def _done(
    request: HttpRequest, place: Department, page: Article, stands: tuple[int, int], below: int
) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"place": stands[0], "of": stands[1]})
    query = f"?{urlencode({'below': below})}" if below else ""
    return redirect(f"{reverse('arrange', args=[place.slug])}{query}#page-{page.pk}")


def _page(
    request: HttpRequest, place: Department, below: int, *, refused: str = "", status: int = 200
) -> HttpResponse:
    found = shelves(pages_of(request.user, place))
    parent = _line(found, below) if below else None
    pins = list(pinned(request.user, place.pk))
    context: dict[str, Any] = {
        "department": place,
        "lineage": lineage(request.user, place),
        "parent": parent,
        "lists": list(_lists(found, parent)),
        "pinned": pins,
        "pinned_ids": {pin.pk for pin in pins},
        "most_pins": arranging.MOST_PINS,
        "refused": refused,
        "typed": request.POST.get("title", ""),
    }
    return render(request, "departments/arrange.html", context, status=status)


def _line(found: list[Shelf], pk: int) -> Line:
    lines = (line for shelf in found for line in shelf.lines if line.article.pk == pk)
    if (line := next(lines, None)) is None:
        raise Http404("There is no such page here.")
    return line


def _lists(found: list[Shelf], parent: Line | None) -> Iterator[tuple[str, list[Line], bool]]:
    """What can be put in order: a label, the lines, and whether somebody has."""
    for shelf in found:
        lines = [line for line in shelf.lines if line.above is parent]
        if lines:
            by_hand = any(line.article.position is not None for line in lines)
            yield shelf.label, lines, by_hand
