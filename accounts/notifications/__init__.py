"""What reaches people: the inbox of each, which is also the outbox of their e-mails.

What happened is told with `deliver`, in the transaction in which it happened; that a task is done,
with `settle`. E-mails go out after the commit, by a job, each at most once (see
docs/decisions/0009-mail-at-most-once.md). Housekeeping calls `send_digests`, `send_waiting_mail`
and `prune` every hour.
"""

from accounts.models.events import Event
from accounts.notifications.delivering import deliver, settle
from accounts.notifications.digests import send_digests
from accounts.notifications.jobs import send_waiting_mail
from accounts.notifications.preferences import choose_delivery
from accounts.notifications.reading import mark_all_read, mark_read, prune

__all__ = [
    "Event",
    "choose_delivery",
    "deliver",
    "mark_all_read",
    "mark_read",
    "prune",
    "send_digests",
    "send_waiting_mail",
    "settle",
]
