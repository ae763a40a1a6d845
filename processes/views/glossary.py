"""The words of the company."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from processes import glossary as words
from processes.models import EntryKind, Term
from processes.views.access import writers_only
from processes.views.entry_writing import write
from processes.views.links import chosen_department

MOST = 500  # on one page; beyond that, by letter


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The terms that this person may read: `?q=` searches, `?department=` and `?letter=` narrow.

    One query beside those of each page.
    """
    chosen = chosen_department(request)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    every = list(words.readable_by(request.user))
    terms = [term for term in every if chosen is None or term.department_id == chosen.pk]
    letters = words.letters(terms)
    letter = request.GET.get("letter", "").upper()
    letter = letter if letter in letters else ""
    if not letter and not query and len(terms) > MOST:
        letter = letters[0]
    shown = words.matching(terms, query)
    if letter and not query:
        shown = [term for term in shown if words.letter_of(term) == letter]
    for term in shown:
        term.department = request.user.departments.by_id[term.department_id]
    groups = [(None, shown)] if query else groupby(shown, key=words.letter_of)
    context = {
        "groups": [(name, list(rows)) for name, rows in groups],
        "count": len(shown),
        "is_empty": not every,
        "query": query,
        "letters": [] if query else letters,
        "letter": letter,
        "by_letter": len(terms) > MOST,
        "department": chosen,
        "branches": request.user.departments.branches(request.user),
        "hide_header_search": False,
    }
    return render(request, "glossary/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def term_new(request: HttpRequest) -> HttpResponse:
    return write(request, EntryKind.TERM, address_of)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def term_propose(request: HttpRequest, pk: int) -> HttpResponse:
    readable = words.readable_by(request.user).select_related("department")
    return write(request, EntryKind.TERM, address_of, get_object_or_404(readable, pk=pk))


def address_of(term: Term) -> str:
    """Where the glossary has it."""
    letter, place = words.letter_of(term), term.department.slug
    return f"{reverse('glossary')}?department={place}&letter={letter}#term-{term.pk}"
