"""What people do with their inbox, and what becomes of its old lines."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Digest, Notification, User

KEPT = datetime.timedelta(days=180)


def mark_read(notification: Notification) -> bool:
    """Marks one as read, however often; returns whether it was unread until now."""
    rows = Notification.objects.filter(pk=notification.pk).unread()
    return rows.update(read_at=timezone.now()) > 0


@transaction.atomic
def mark_all_read(user: User) -> int:
    """Marks everything as read; tasks stay on the list all the same. Returns how many."""
    return Notification.objects.of(user).unread().lock().update(read_at=timezone.now())


def prune(now: datetime.datetime | None = None) -> int:
    """Deletes what was read longer ago than KEPT; tasks only once they are settled.

    Returns how many notifications went. For housekeeping.
    """
    before = (now or timezone.now()) - KEPT
    old = Notification.objects.news().filter(read_at__lt=before)
    Digest.objects.filter(created_at__lt=before).delete()
    return old.delete()[0]
