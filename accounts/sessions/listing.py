"""Who is signed in where, at this moment."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import BrowserSession
from accounts.sessions.idling import idle_since


def live() -> QuerySet[BrowserSession]:
    """The sign-ins that would still let somebody in, the last seen first."""
    now = timezone.now()
    open_here = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    found = BrowserSession.objects.filter(Exists(open_here))
    since = idle_since(now)
    return found if since is None else found.filter(last_seen_at__gte=since)
