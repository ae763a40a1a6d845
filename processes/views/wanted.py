"""Pages that people ask for and nobody has written."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes import reports
from processes.publishing import title_key
from processes.reports import Scope
from processes.views.links import chosen_department

PER_PAGE = 30


@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """The titles, most asked for first; `?title=` lists every page that asks for one of them."""
    chosen = chosen_department(request)
    scope = Scope(request.user, chosen)
    title = " ".join(request.GET.get("title", "").replace("\x00", "").split())
    rows = reports.wanted(scope)
    context = {
        "department": chosen,
        "branches": request.user.departments.branches(request.user),
        "title": title,
    }
    if title:
        asking = Paginator(reports.who_asks(scope, title_key(title)), PER_PAGE)
        context["page_obj"] = asking.get_page(request.GET.get("page"))
        rows = rows.filter(title_key=title_key(title))[:1]
        context["wanted"] = next(iter(reports.with_asking(scope, rows)), None)
    else:
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page_obj": page, "rows": reports.with_asking(scope, page.object_list)}
    return render(request, "links/wanted.html", context)
