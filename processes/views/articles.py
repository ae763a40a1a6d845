"""The article page."""

from __future__ import annotations

from functools import partial

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from processes import reading
from processes.models import Proposal
from processes.views.access import follows_moves, get_page
from processes.views.afterwards import afterwards, is_being_read
from processes.views.conditional import unless_known
from processes.views.framing import TEMPLATE, put_together
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
    response = _shown(request, page)
    if is_being_read(request):
        seen = partial(reading.note_visit, request.user.pk, page.pk, page.version, page.seen)
        afterwards(response, seen)
    return response


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    """With a message, which is told once, the page is drawn as it stands and has no tag."""
    if len(get_messages(request)):
        return render(request, TEMPLATE, {"article": page})
    return unless_known(request, put_together(request, page))


def _newest_proposal(user: User, page: Page) -> Proposal | None:
    return Proposal.objects.visible_to(user).filter(article=page.pk).order_by("pk").last()
