"""Ending sign-ins: Django's row decides, so it goes, and ours with it."""

from __future__ import annotations

import logging

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.auditing import record
from accounts.models import BrowserSession, SeenOnce, Tries, User
from accounts.sessions.idling import idle_since

logger = logging.getLogger(__name__)


@transaction.atomic
def end(
    person: User, except_key: str | None = None, by: User | None = None, why: str = "sessions_ended"
) -> int:
    """Signs a person out everywhere, or everywhere but in the session with `except_key`; how many
    sign-ins that were. `why` is the kind of the line in the audit log; without any there is none.
    """
    found = BrowserSession.objects.filter(person=person).exclude(session_key=except_key or "")
    ended = _end(found)
    if ended:
        record(why, by=by, about=person, sign_ins=ended)
    return ended


@transaction.atomic
def end_one(session: BrowserSession, by: User | None = None, why: str = "session_ended") -> int:
    """Ends one sign-in; 0 where it has ended meanwhile."""
    ended = _end(BrowserSession.objects.filter(pk=session.pk))
    if ended:
        record(why, by=by, about=session.person, browser=session.browser[:100])
    return ended


@transaction.atomic
def end_by(issuer: str, subject: str | None = None, sid: str | None = None) -> int:
    """The provider says that somebody signed out there: ends the sign-ins of its `subject`, or of
    its session `sid`; with both, those that are both. Where a sign-in came without a `sid`, its
    subject decides. Returns how many ended. Raises ValueError where it names neither.
    """
    if not (issuer and (subject or sid)):
        raise ValueError("A provider names its subject, or its session.")
    found = BrowserSession.objects.filter(issuer=issuer)
    if subject:
        found = found.filter(subject=subject)
    if sid:
        found = found.filter(Q(sid=sid) | Q(sid="") if subject else Q(sid=sid))
    people = User.objects.filter(pk__in=list(found.values_list("person", flat=True)))
    ended = _end(found)
    for person in people:
        record("signed_out_by_provider", about=person, what=issuer)
    return ended


def forget_old() -> int:
    """What has ended or does not count any more: sign-ins, Django's sessions, tries, messages.

    How many sign-ins were forgotten.
    """
    now = timezone.now()
    Tries.objects.filter(until__lte=now).delete()
    SeenOnce.objects.filter(until__lte=now).delete()
    Session.objects.filter(expire_date__lte=now).delete()
    since = idle_since(now)
    if since is not None:
        _end(BrowserSession.objects.filter(last_seen_at__lt=since))
    known = Session.objects.filter(session_key=OuterRef("session_key"))
    return BrowserSession.objects.filter(~Exists(known)).delete()[0]


@transaction.atomic
def _end(found: QuerySet[BrowserSession]) -> int:
    # Locked in one order: of two who end the same at once, one did it.
    locked = found.order_by("pk").select_for_update()
    keys = list(locked.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    BrowserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
