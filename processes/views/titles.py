"""Suggestions for who types the title of a page."""

from __future__ import annotations

from django.db.models import Case, Value, When
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.finding import option
from processes import publishing
from processes.models import Article

AT_MOST = 8


@never_cache
@require_safe
def title_find(request: HttpRequest) -> JsonResponse:
    """Pages in use of the department `?department=` (its number) whose title holds `?q=`, those
    that begin with it first, as `accounts` suggests people."""
    query = request.GET.get("q", "").replace("\x00", "")
    key = publishing.title_key(query)
    department = request.GET.get("department", "")
    if not key or not (department.isascii() and department.isdigit() and len(department) < 19):
        return JsonResponse({"found": []})
    begins = Case(When(title_key__startswith=key, then=Value(0)), default=Value(1))
    pages = Article.objects.visible_to(request.user).published()
    found = pages.filter(department=int(department), title_key__contains=key)
    named = found.order_by(begins, "title").values_list("title", "title_key")[:AT_MOST]
    return JsonResponse({"found": [option(title, "", plain, query) for title, plain in named]})
