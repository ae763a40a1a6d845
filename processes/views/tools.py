"""The tools that people here work with, and which pages name them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from processes import catalogue
from processes.models import Article, ArticleTool, EntryKind, EntryState, Tool, ToolStatus
from processes.text.rendering import fold
from processes.views.access import writers_only
from processes.views.entry_writing import write
from processes.views.links import chosen_department

PER_PAGE = 50


@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """Those this person may see: `?q=`, `?status=`, `?department=`. Two queries beside those of
    each page."""
    chosen = chosen_department(request)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    status = request.GET.get("status", "")
    status = status if status in ToolStatus.values else ""
    rows = catalogue.readable_tools(request.user)
    if chosen:
        rows = rows.filter(department=chosen)
    if status:
        rows = rows.filter(status=status)
    if query:
        rows = rows.filter(Q(name_key__contains=fold(query)) | Q(purpose__icontains=query))
    used = _uses(request).order_by().values("tool").annotate(number=Count("pk")).values("number")
    rows = rows.select_related("department", "owner").annotate(uses_shown=Subquery(used))
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "status": status,
        "statuses": ToolStatus.choices,
        "department": chosen,
        "branches": request.user.departments.branches(request.user),
        "is_narrowed": bool(query or status or chosen),
    }
    return render(request, "tools/list.html", context)


@require_safe
def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is for, whom to ask, and the pages that name it; of a retired one, to be changed."""
    found = _find(request, slug)
    pages = catalogue.uses_of(found, request.user).for_lists().order_by("title", "pk")
    instead = found.replaced_by
    hidden = request.user.departments.hidden_from(request.user)
    last = found.entry_proposals.filter(state=EntryState.APPROVED).select_related("decided_by")
    context = {
        "tool": found,
        "instead": instead if instead and instead.department_id not in hidden else None,
        "page_obj": Paginator(pages, PER_PAGE).get_page(request.GET.get("page")),
        "approved": last.order_by("-decided_at").first(),
        "department": found.department,
    }
    return render(request, "tools/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def tool_new(request: HttpRequest) -> HttpResponse:
    return write(request, EntryKind.TOOL, Tool.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def tool_propose(request: HttpRequest, slug: str) -> HttpResponse:
    return write(request, EntryKind.TOOL, Tool.get_absolute_url, _find(request, slug))


def _find(request: HttpRequest, slug: str) -> Tool:
    """Raises Http404 for what does not exist, or is not for this person."""
    readable = catalogue.readable_tools(request.user)
    return get_object_or_404(
        readable.select_related("department", "owner", "replaced_by"), slug=slug
    )


def _uses(request: HttpRequest) -> QuerySet[ArticleTool]:
    pages = Article.objects.visible_to(request.user).published().order_by()
    return ArticleTool.objects.filter(tool=OuterRef("pk"), article__in=pages.values("pk"))
