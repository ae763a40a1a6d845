"""The article page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from processes.models import Proposal
from processes.views.access import follows_moves, get_page
from processes.views.page import Page


@require_safe
@follows_moves
def article(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """What readers see. A page that was never published has only its proposal to show."""
    page = get_page(request.user, department, slug)
    if not page.is_published:
        proposal = _newest_proposal(request.user, page)
        if proposal is None:
            raise Http404("This page is still a draft of somebody else's.")
        return redirect(proposal)
    return render(request, "articles/detail.html", {"article": page})


def _newest_proposal(user: User, page: Page) -> Proposal | None:
    return Proposal.objects.visible_to(user).filter(article=page.pk).order_by("pk").last()
