"""Whom an owner lets publish minor changes to their pages without asking first."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts import auditing
from accounts.models import User
from processes.models import Trust
from processes.workflow.refusals import Incomplete, NotAllowed


@transaction.atomic
def trust(owner: User, person: User, at: datetime.datetime | None = None) -> bool:
    """From now on `person` may publish minor changes to the text of all pages that `owner` owns,
    except where four eyes are asked for. Returns whether that is new.

    Raises NotAllowed for an owner who has left, Incomplete for somebody who has, or for oneself.
    """
    if not owner.is_active:
        raise NotAllowed("Only who works here trusts others with their pages.")
    if person.pk == owner.pk:
        raise Incomplete("Your own changes to your pages you publish anyway.")
    if not person.is_active:
        raise Incomplete(f"{person} is not active any more.")
    _kept, is_new = Trust.objects.get_or_create(
        owner=owner, person=person, defaults={"at": at or timezone.now()}
    )
    if is_new:
        auditing.record("trust_changed", by=owner, about=person, trusted=True)
    return is_new


@transaction.atomic
def end_trust(owner: User, person: User) -> bool:
    """From now on `person` proposes changes like everybody else. Returns whether that is new."""
    ended, _rows = Trust.objects.filter(owner=owner, person=person).delete()
    if ended:
        auditing.record("trust_changed", by=owner, about=person, trusted=False)
    return bool(ended)
