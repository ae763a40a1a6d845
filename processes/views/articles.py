"""The article page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from processes.views.access import follows_moves, get_article_page, lineage


@require_safe
@follows_moves
def article(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """What readers see. A page that was never published has only its proposal to show."""
    page = get_article_page(request.user, department, slug)
    if not page.is_published:
        proposal = page.proposals.visible_to(request.user).order_by("pk").last()
        if proposal is None:
            raise Http404("This page is still a draft of somebody else's.")
        return redirect(proposal)
    context = {
        "article": page,
        "lineage": lineage(request.user, page.department),
        "pending_count": page.pending_count or 0,
        "my_proposal": page.my_proposal,
        "may_decide": page.owner_id == request.user.pk or page.stands_in,
    }
    return render(request, "articles/detail.html", context)
