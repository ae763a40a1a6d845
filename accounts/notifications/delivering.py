"""Telling people what happened, and taking back what is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Delivery, Event, Mail, Notification, User
from accounts.notifications import jobs
from accounts.notifications.wording import one_line, some_lines

# What happened longer ago is history being written down, and no news for anybody's mail.
STILL_NEWS = datetime.timedelta(days=1)


# Always part of the caller's transaction, so a savepoint of their own would only cost time.
@transaction.atomic(savepoint=False)
def deliver(
    recipients: Iterable[User],
    event: Event,
    *,
    title: str,
    text: str,
    url: str,
    actor: User | None = None,
    excerpt: str = "",
    subject_key: str = "",
    at: datetime.datetime | None = None,
    just_read: bool = False,
) -> None:
    """Puts a line into the inbox of each recipient, and their e-mails on the way.

    Within the caller's transaction: nobody hears of what was rolled back. Left out are the one who
    did it (`actor`) and people who are not active. `title` names the thing, `text` is one sentence,
    `url` a path inside the wiki, `excerpt` a few lines of plain text (“+ ” and “- ” mark what came
    and went), `subject_key` what `settle` will ask for, `at` when it happened (else now).
    The caller sees to it that each recipient may read all of it. A task has one addressee.

    Raises ValueError for an address outside the wiki. Two queries, however many people; one where
    the recipients were read in this transaction (`just_read`), so that what they say holds.
    """
    if not url.startswith("/") or url.startswith(("//", "/\\")):
        raise ValueError(f"Not a path inside the wiki: {url!r}")
    people = {person.pk: person for person in recipients}
    wanted = people.keys() - {actor.pk if actor else None}
    if not wanted:
        return
    now = timezone.now()
    facts = {
        "actor": actor,
        "event": event,
        "title": one_line(title, 200),
        "text": one_line(text, 1000),
        "url": url,
        "excerpt": some_lines(excerpt),
        "subject_key": subject_key,
        "created_at": at or now,
    }
    if just_read:
        told_to = [people[pk] for pk in sorted(wanted) if people[pk].is_active]
    else:
        active = User.objects.active().filter(pk__in=wanted)
        told_to = list(active.order_by("pk").only("pk", "delivery"))
    told = Notification.objects.bulk_create(
        Notification(user=person, **facts, **_mail(person, event, facts["created_at"], now))
        for person in told_to
    )
    if any(row.mail == Mail.WAITING for row in told):
        jobs.send_after_commit()


@transaction.atomic(savepoint=False)
def settle(
    subject_key: str,
    *,
    event: Event | None = None,
    sparing: Event | None = None,
    of: User | None = None,
) -> None:
    """What was asked for is done: the tasks of this subject leave everybody's list.

    They count as read, and e-mails of them that have not gone out are not sent any more. `event`
    narrows it to one kind of task, `sparing` leaves one kind out, `of` narrows it to one person's
    list. News of the subject stay as they are. Nothing to settle is fine.
    One statement, however many people.
    """
    tasks = Notification.objects.filter(subject_key=subject_key).exclude(subject_key="").tasks()
    if event is not None:
        tasks = tasks.filter(event=event)
    if sparing is not None:
        tasks = tasks.exclude(event=sparing)
    if of is not None:
        tasks = tasks.filter(user=of)
    now = timezone.now()
    Notification.objects.filter(pk__in=tasks.in_order()).update(
        settled_at=now, read_at=Coalesce("read_at", now), **Notification.objects.without_mail()
    )


def _mail(
    person: User, event: Event, happened: datetime.datetime, now: datetime.datetime
) -> dict[str, object]:
    """How it reaches this person beside their inbox."""
    if not settings.MAIL_ON or person.delivery == Delivery.IN_APP or now - happened > STILL_NEWS:
        return {"mail": Mail.NONE}
    if person.delivery == Delivery.DAILY and not event.is_urgent:
        return {"mail": Mail.LATER}
    return {"mail": Mail.WAITING, "next_try_at": now}
