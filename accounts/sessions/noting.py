"""When somebody was last seen: written seldom, and when they have their page."""

from __future__ import annotations

import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import BrowserSession, User
from accounts.sessions.beginning import place_of

SELDOM = datetime.timedelta(minutes=5)
# A person's own stamp is for lists, where the day matters.
SELDOMER = datetime.timedelta(hours=1)


def is_due(request: HttpRequest) -> bool:
    """Whether to note that this browser was seen. No query: the session brought it along."""
    session = request.session
    if not getattr(session, "was_loaded", False) or not session.session_key:
        return False
    seen = session.last_seen_at
    return (seen is None or seen < timezone.now() - SELDOM) and request.user.is_authenticated


def note(request: HttpRequest) -> None:
    """Notes it, once for all processes that would. Each row for itself: nobody waits for both."""
    now = timezone.now()
    key, person = request.session.session_key, request.user
    if request.session.last_seen_at is None:
        _adopt(request, now)
    seen = BrowserSession.objects.filter(session_key=key, last_seen_at__lt=now - SELDOM)
    seen.update(last_seen_at=now, **place_of(request))
    old = Q(last_seen_at__lt=now - SELDOMER) | Q(last_seen_at=None)
    User.objects.filter(old, pk=person.pk).update(last_seen_at=now)


def _adopt(request: HttpRequest, now: datetime.datetime) -> None:
    """A session from before sign-ins had rows: it gets one, if it was not ended meanwhile."""
    key = request.session.session_key
    ends_at = Session.objects.filter(session_key=key).values_list("expire_date", flat=True).first()
    if ends_at is not None:
        facts = {"person": request.user, "ends_at": ends_at, **place_of(request)}
        BrowserSession.objects.get_or_create(session_key=key, defaults=facts)
