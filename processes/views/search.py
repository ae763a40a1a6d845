"""Search results."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes import search as index

PER_PAGE = 20
QUERY_LENGTH = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:QUERY_LENGTH]
    page = Paginator(index.find(query, request.user), PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    page.object_list = [index.explain(article, query) for article in page.object_list]
    context = {"query": query, "page_obj": page, "total": total}
    return render(request, "search/results.html", context)
