"""One e-mail a day, for those who chose it: what was still unread in the morning."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from accounts.models import Delivery, Digest, Mail, Notification, User
from accounts.notifications import jobs


@transaction.atomic
def send_digests(now: datetime.datetime | None = None) -> int:
    """Puts today's digests on the way, once DIGEST_HOUR has come; returns how many.

    For housekeeping, every hour, on as many machines as there are: the database lets one digest a
    person and day exist, and what is in a digest is in no other. Four queries, however many people.
    """
    local = timezone.localtime(now)
    begins = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if not settings.MAIL_ON or local < begins:
        return 0
    waiting = Notification.objects.filter(mail=Mail.LATER, created_at__lt=begins)
    people = User.objects.active().filter(pk__in=waiting.order_by().values("user"))
    people = people.exclude(delivery=Delivery.IN_APP).exclude(digests__day=local.date())
    wanted = [
        Digest(user_id=pk, day=local.date(), mail=Mail.WAITING, next_try_at=local)
        for pk in people.order_by("pk").values_list("pk", flat=True)
    ]
    if not wanted:
        return 0
    # Whoever comes second at the same moment finds them there, and adds nothing.
    Digest.objects.bulk_create(wanted, ignore_conflicts=True)
    todays = Digest.objects.filter(day=local.date(), mail=Mail.WAITING, user=OuterRef("user"))
    waiting.filter(Exists(todays)).update(
        mail=Mail.DIGESTED, digest=Subquery(todays.values("pk")[:1])
    )
    jobs.send_after_commit()
    return len(wanted)
