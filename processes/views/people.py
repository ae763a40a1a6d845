"""A person: who they are and what they answer for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import User
from processes.models import Article


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Colleagues are no secret; what they own is listed as far as the reader may see it."""
    found = get_object_or_404(User.objects.select_related("department"), pk=pk)
    tree = request.user.departments
    hidden = tree.hidden_from(request.user)
    owned = Article.objects.visible_to(request.user).published().filter(owner=found)
    context = {
        "person": found,
        "department": found.department if found.department_id not in hidden else None,
        "owned": list(owned.for_lists()),
        "manages": [
            d for d in tree.by_id.values() if d.manager_id == found.pk and d.pk not in hidden
        ],
        "is_self": found.pk == request.user.pk,
    }
    return render(request, "people/detail.html", context)
