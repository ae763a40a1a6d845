"""Standing in and handing over: where each of it is, and how much of it waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Deputy
from processes.models import Article, Follow, Trust
from processes.views.offers import to_answer
from processes.workflow import leavers


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Numbers, each with the way to the page that has the rest."""
    user, today = request.user, timezone.localdate()
    standing_in = Deputy.objects.current(today).filter(deputy=user, manager__is_active=True)
    mine = Deputy.objects.filter(manager=user, ends__gte=today).select_related("deputy")
    context = {
        "next_deputy": mine.order_by("starts", "pk").first(),
        "today": today,
        "standing_in": list(standing_in.select_related("manager")),
        "offers": to_answer(user).count(),
        "hand_overs": leavers.open_to(user).filter(closed_at=None).count(),
        "sees_hand_overs": user.is_admin or bool(user.departments.managed_by(user)),
        "owned": Article.objects.filter(owner=user).count(),
        "trusted": Trust.objects.filter(owner=user, person__is_active=True).count(),
        "followed": Follow.objects.filter(person=user).count(),
    }
    return render(request, "me/index.html", context)
