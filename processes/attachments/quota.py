"""How much one person may upload within a day."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from processes.attachments.refusals import QuotaExceeded
from processes.models import Attachment

DAY = datetime.timedelta(days=1)
MEGABYTE = 1024 * 1024


def check(by: User, size: int) -> None:
    """Raises QuotaExceeded where `size` more bytes would be too many."""
    recent = Attachment.objects.filter(uploaded_by=by, uploaded_at__gt=timezone.now() - DAY)
    used = recent.aggregate(total=Sum("size"))["total"] or 0
    if used + size > settings.UPLOAD_QUOTA_MB * MEGABYTE:
        raise QuotaExceeded(
            f"You have uploaded {used // MEGABYTE} MB within the last 24 hours; more than "
            f"{settings.UPLOAD_QUOTA_MB} MB a day are not accepted. Please go on tomorrow."
        )


def hold(by: User) -> None:
    """Until the transaction ends, this person's other uploads wait for this one."""
    list(User.objects.filter(pk=by.pk).order_by().select_for_update(no_key=True).values_list("pk"))
