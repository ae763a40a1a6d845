"""“What goes where” and “Who is who”: tables of some thousand rows, a page of them at a time.

Whatever leads on from a page of rows also saves it, so that nothing typed is lost on the way.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from importing import running
from importing.admin import frame
from importing.admin.rows import AUTHOR_CHOICES, DEPARTMENTS, PLACE_CHOICES, Row, Rows
from importing.choosing import ChoiceChange
from importing.models import Choice, Format, Import, ImportChoice, Stage
from importing.refusals import ChoicesRefused

ROWS = 50  # on a page
# Only there is a page in several places, so that their order decides.
ORDERED = (Format.WORDPRESS,)
WORDS = {
    Format.WORDPRESS: ("category", "categories"),
    Format.CONFLUENCE: ("space", "spaces"),
    Format.IMPRIMATUR: ("department", "departments"),
}
# What needs nothing else said, so that all rows may get it at once.
FOR_ALL = {
    False: (
        (Choice.NEW, "new departments, named as they are"),
        (Choice.TAG, "tags"),
        (Choice.LEAVE_OUT, "nothing: leave them out"),
    ),
    True: ((Choice.PLACEHOLDER, "names alone"),),
}


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Categories, folders or spaces of the old wiki, and what becomes of each."""
    return _mapping(request, frame.find(pk), is_author=False)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote the pages there, and who that is here."""
    return _mapping(request, frame.find(pk), is_author=True)


def _mapping(request: HttpRequest, run: Import, *, is_author: bool) -> HttpResponse:
    page_name = frame.PEOPLE if is_author else frame.PLACES
    if page_name not in frame.reached(run):
        return frame.onward(run)
    if request.method == "POST" and run.stage in (Stage.READ, Stage.CHECKED):
        return _save(request, run, page_name, is_author)
    found = _found(run, is_author, request.GET)
    page = Paginator(found, ROWS).get_page(request.GET.get("p"))
    rows = Rows(run, page.object_list, is_author=is_author)
    page.object_list = rows.drawn()
    return _show(request, run, page_name, rows, page, asked=request.GET)


def _save(request: HttpRequest, run: Import, page_name: str, is_author: bool) -> HttpResponse:
    sent = request.POST
    numbers = [int(one) for one in sent.getlist("row")[:ROWS] if one.isdecimal() and len(one) < 19]
    chosen = run.choices.filter(pk__in=numbers, is_author=is_author).select_related("person")
    rows = Rows(run, chosen, is_author=is_author)
    changes, drawn = rows.read(sent)
    status = 422
    if not any(row.error for row in drawn):
        try:
            running.choose(run, {**changes, **_for_all(run, is_author, sent)})
        except ChoicesRefused as refusal:
            _tell(request, drawn, refusal)
        else:
            return _lead_on(request, run, page_name)
    page = Paginator(_found(run, is_author, sent), ROWS).get_page(sent.get("p"))
    page.object_list = drawn
    return _show(request, run, page_name, rows, page, asked=sent, status=status)


def _tell(request: HttpRequest, drawn: list[Row], refusal: ChoicesRefused) -> None:
    """Each sentence beside its row; those of rows on other pages above the table."""
    here = {row.choice.pk: row for row in drawn}
    for number, sentence in refusal.why.items():
        if number in here:
            here[number].error = sentence
        else:
            messages.error(request, sentence)


def _for_all(run: Import, is_author: bool, sent: Any) -> dict[int, ChoiceChange]:
    """The same for every row that the list shows, on all its pages."""
    wanted = sent.get("all", "")
    if sent.get("then") != "all" or wanted not in dict(FOR_ALL[is_author]):
        return {}
    rows = list(_found(run, is_author, sent))
    if wanted != Choice.NEW:
        return {one.pk: ChoiceChange(choice=Choice(wanted), rank=one.rank) for one in rows}
    there = run.choices.filter(is_author=False, choice__in=DEPARTMENTS)
    above = {*there.values_list("key", flat=True), *(one.key for one in rows)}
    return {
        one.pk: ChoiceChange(
            choice=Choice.NEW,
            rank=one.rank,
            new_name=one.new_name or one.name[:100],
            new_parent_key=one.parent_key if one.parent_key in above else "",
        )
        for one in rows
    }


def _found(run: Import, is_author: bool, asked: Any) -> QuerySet[ImportChoice]:
    """The rows whose name has the words, and of which becomes what is asked for."""
    found = run.choices.filter(is_author=is_author).select_related("person")
    if words := asked.get("q", "").strip()[:200].replace("\x00", ""):
        found = found.filter(name__icontains=words)
    if (only := asked.get("only", "")) in Choice.values:
        found = found.filter(choice=only)
    return found.order_by("rank", "pk")


def _lead_on(request: HttpRequest, run: Import, page_name: str) -> HttpResponse:
    """Where the button that saved leads: a page of the list, other rows, the next step."""
    sent, then = request.POST, request.POST.get("then", "")
    if then in (frame.PLACES, frame.PEOPLE, frame.TRIAL):
        return redirect(frame.address(run, then))
    messages.success(request, "Saved.")
    asked = {name: sent.get(name, "") for name in ("q", "only")}
    if then.isdecimal():
        asked["p"] = then
    elif then not in ("find", "all"):
        asked["p"] = sent.get("p", "")
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(frame.address(run, page_name) + (f"?{query}" if query else ""))


def _show(
    request: HttpRequest,
    run: Import,
    page_name: str,
    rows: Rows,
    page: Page[Any],
    *,
    asked: Any,
    status: int = 200,
) -> HttpResponse:
    is_author = rows.is_author
    counts = dict(
        run.choices.filter(is_author=is_author).values_list("choice").annotate(Count("pk"))
    )
    said = AUTHOR_CHOICES if is_author else PLACE_CHOICES
    return frame.draw(
        request,
        run,
        page_name,
        status=status,
        page=page,
        refused=sum(1 for row in page.object_list if row.error),
        offered=[] if is_author else rows.offered(),
        choices=said,
        ways=[(value, word, counts.get(value, 0)) for value, word in said],
        for_all=FOR_ALL[is_author],
        total=sum(counts.values()),
        is_ordered=run.format in ORDERED,
        is_author=is_author,
        places_word=WORDS.get(Format(run.format), ("folder", "folders")),
        q=asked.get("q", "").strip()[:200],
        only=asked.get("only", ""),
        others=run.choices.filter(is_author=not is_author).count(),
    )
