"""Addresses that no page holds any more."""

from __future__ import annotations

from django.db import connection, transaction

from processes.models import ExternalLink


@transaction.atomic
def forget_unused() -> int:
    """Deletes the addresses that no page uses any more, and all their checks; returns how many."""
    unused = ExternalLink.objects.filter(uses=None).order_by("pk")
    # Locked first and asked again then: who takes one up meanwhile holds the same lock.
    locked = unused.select_for_update(
        of=("self",) if connection.features.has_select_for_update_of else (),
        skip_locked=connection.features.has_select_for_update_skip_locked,
    )
    candidates = list(locked.values_list("pk", flat=True))
    doomed = ExternalLink.objects.filter(pk__in=candidates, uses=None)
    return doomed.delete()[1].get(ExternalLink._meta.label, 0) if candidates else 0
