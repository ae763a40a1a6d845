"""The page of results: pages, what they can be narrowed to, and what else goes with the words."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Department, User
from processes import finding
from processes import search as index
from processes.views import searching
from processes.views.afterwards import is_being_read

PER_PAGE = 20
QUERY_LENGTH = 200
SORTS = {"": "best", "new": "newest"}


class Results(Paginator):
    """Found pages, of which only those that are shown are fetched."""

    def __init__(self, found: index.Found) -> None:
        super().__init__([], PER_PAGE)
        self.found = found

    @cached_property
    def count(self) -> int:
        return self.found.total

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        return self._get_page(self.found.page(number, PER_PAGE), number, self)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:QUERY_LENGTH]
    query = index.parse(typed)
    if query.is_empty:
        return render(request, "search/start.html", {"query": typed})
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    found = index.find(query, request.user, sort=SORTS[sort])
    page = Results(found).get_page(request.GET.get("page"))
    groups = finding.choices(typed, found.facets)
    context = {
        "query": typed,
        "sort": sort,
        "sorts": [("", "best match"), ("new", "newest")],
        "found": found,
        "page_obj": page,
        "groups": groups,
        "chosen": finding.chosen(typed, query.filters, found.facets),
        "beside": _beside(request.user, query, found) if page.number == 1 else {},
        "words": query.words,
        "ask": _whom_to_ask(request.user),
    }
    return _followed(request, query, found, context)


def _beside(user: User, query: index.Query, found: index.Found) -> dict[str, Any]:
    """What goes with the words beside pages, each kind in one query, people in two."""
    asked = finding.Asked(" ".join([*(term.typed for term in query.terms), *_phrases(query)]))
    return {
        "terms": finding.terms(asked, user),
        "tools": finding.tools(asked, user),
        "tags": finding.tags(asked, user),
        "people": finding.people(asked, found.ids(finding.MOST_PAGES), user),
        "files": finding.files(asked, user),
    }


def _phrases(query: index.Query) -> list[str]:
    return [" ".join(words) for words in query.phrases]


def _whom_to_ask(user: User) -> Department | None:
    """The nearest department of this person's own that somebody else manages. No query."""
    tree = user.departments
    known = tree.shape.active - tree.hidden_from(user)
    near = tree.lineage(user.department_id)
    others = (d for d in near if d.pk in known and d.manager_id != user.pk)
    return next(others, None)


def _followed(
    request: HttpRequest, query: index.Query, found: index.Found, context: dict[str, Any]
) -> HttpResponse:
    """The page, with what its log needs to know of it: see `searching`."""
    at, is_new = searching.follow(request, query.words)
    context["search"] = finding.token(at, request.user)
    response = render(request, "search/results.html", context)
    is_first = request.GET.keys() == {"q"} and not query.filters
    if is_new and is_first and is_being_read(request):
        # Pages that only have some of the words are no answer.
        searching.remember(
            request, response, query.words, 0 if found.some_words else found.total, at
        )
    return response
