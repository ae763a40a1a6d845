"""Tags whose names go with a search, as far as pages that somebody may read have them."""

from __future__ import annotations

from accounts.models import User
from processes import tagging
from processes.finding.matching import Asked
from processes.models import Tag
from processes.tagging import Counted

SHOWN = 3


def tags(asked: Asked, user: User) -> list[Counted]:
    """The best three, with how many pages each has. One query, two where any name goes with it;
    none where nothing was asked for."""
    if not asked.words:
        return []
    rows = [(asked.rank([tag.name]), tag.pk) for tag in Tag.objects.all()]
    ranks = {pk: rank for rank, pk in rows if rank is not None}
    if not ranks:
        return []
    # Some of the best may be on closed pages alone.
    best = sorted(ranks, key=lambda pk: ranks[pk])[: 4 * SHOWN]
    found = tagging.counted(user, Tag.objects.filter(pk__in=best))
    return sorted(found, key=lambda one: (ranks[one.tag.pk], -one.count))[:SHOWN]
