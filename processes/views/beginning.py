"""What a new page begins with: one of the templates, or nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Department
from processes import page_templates
from processes.models import ArticleTemplate, Kind

# With one of these in the address it is known already what the page begins with.
SETTLED = ("template", "copy")


def offer(request: HttpRequest, department: Department | None) -> HttpResponse | None:
    """The page on which one chooses a template for a page of this department; None where it is
    chosen, or where there is none to choose from."""
    if any(name in request.GET for name in SETTLED):
        return None
    found = page_templates.offered(department=department, tree=request.user.departments)
    if not found:
        return None
    carried = request.GET.copy()
    context = {
        "groups": [
            (kind, [template for template in found if template.kind == kind.value]) for kind in Kind
        ],
        "carried": f"&{carried.urlencode()}" if carried else "",
        "asked_title": request.GET.get("title", ""),
    }
    return render(request, "proposals/begin.html", context)


def values(request: HttpRequest) -> dict[str, Any]:
    """The first values of the form that the chosen template gives (two queries); none where none
    is chosen, where it is not offered any more, or not to this person."""
    chosen = request.GET.get("template", "")
    is_id = chosen.isascii() and chosen.isdecimal() and len(chosen) < 16
    template = page_templates.template_of(int(chosen)) if is_id else None
    if template is None or not _is_offered(request, template):
        return {}
    return {
        "kind": template.kind,
        "topic": template.topic,
        "body": page_templates.starter_text(template),
        "facts_template": template.pk,
    }


def _is_offered(request: HttpRequest, template: ArticleTemplate) -> bool:
    closed = request.user.departments.hidden_from(request.user)
    return template.is_active and template.department_id not in closed
