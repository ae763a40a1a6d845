"""People whom their identity provider has not spoken of for long: perhaps they left, and nobody
said so. Admins are told; who goes is for them to decide, as somebody may be on a long leave."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts import auditing, notifications
from accounts.models import AccessToken, AuditEntry, DirectoryRecord, Event, User

# Housekeeping comes every hour; one letter a day is enough.
TOLD_EVERY = datetime.timedelta(hours=20)


def find(days: int) -> QuerySet[User]:
    """Active people whom a provider knows, and who neither signed in nor were spoken of by its
    directory within so many days; nobody for 0.

    A directory speaks only of what changes. While its token is in use, silence about somebody
    whom it keeps means that they are still there.
    """
    if days <= 0:
        return User.objects.none()
    since = timezone.now() - datetime.timedelta(days=days)
    busy = AccessToken.objects.filter(used_at__gte=since).values("provider_key")
    kept = DirectoryRecord.objects.filter(deleted_at=None, provider_key__in=busy)
    return (
        User.objects.active()
        .filter(Q(vouched_at=None) | Q(vouched_at__lt=since), date_joined__lt=since)
        .filter(Q(last_login=None) | Q(last_login__lt=since))
        .filter(~Q(external_source="") | Q(socialaccount__isnull=False))
        .exclude(pk__in=kept.values("person"))
        .distinct()
    )


@transaction.atomic
def tell() -> int:
    """Tells the admins of those of whom they have not heard yet, at most once a day. Returns how
    many there are."""
    lines = AuditEntry.objects.filter(kind="person_unseen")
    if lines.filter(at__gt=timezone.now() - TOLD_EVERY).exists():
        return 0
    last = Coalesce(OuterRef("vouched_at"), OuterRef("last_login"), OuterRef("date_joined"))
    told = lines.filter(about=OuterRef("pk"), at__gt=last)
    people = list(find(settings.UNSEEN_DAYS).filter(~Exists(told)))
    for person in people:
        auditing.record("person_unseen", about=person, days=settings.UNSEEN_DAYS)
    if people:
        _tell_admins(len(people))
    return len(people)


def _tell_admins(count: int) -> None:
    who = "One person was" if count == 1 else f"{count} people were"
    notifications.deliver(
        User.objects.active().filter(is_superuser=True),
        Event.ADMINS,
        title="Not seen at the identity provider",
        text=f"{who} not seen there for {settings.UNSEEN_DAYS} days. Have they left?",
        url=reverse("admin:accounts_user_changelist") + "?state=unseen",
    )
