"""The version of each page that somebody saw last.

One write per reader and version, and at most one more a day: that is how “recently viewed” knows
its order. Two windows that open at once change nothing twice.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from processes.models import Article
from processes.models.reading import Visit
from processes.reading.patience import in_passing


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person has seen of a page so far: see `processes.models.reading.Visit`."""

    version: int
    before: int
    is_today: bool

    def news_since(self, live: int) -> int:
        """The version since which they are told what changed; 0 where there is nothing to tell.

        A change stays news until the day after the one on which it came before them first.
        """
        if self.version < live:
            return self.version
        return self.before if self.is_today else 0


def note_visit(person_id: int, article_id: int, version: int, seen: Seen | None = None) -> None:
    """Keeps that this person has just been shown this version; `seen` is what the page knew.

    One write, or none where there is nothing new to say. Raises what the database raises; waits
    for no lock longer than a moment.
    """
    if seen and seen.version >= version and seen.is_today:
        return
    now = timezone.now()
    with in_passing():
        if seen is None:
            first = Visit(person_id=person_id, article_id=article_id, version=version, at=now)
            Visit.objects.bulk_create([first], ignore_conflicts=True)
            return
        mine = Visit.objects.filter(person=person_id, article=article_id)
        if seen.version < version:
            mine = mine.filter(version__lt=version)
            mine.update(before=F("version"), version=version, at=now)
        else:
            mine.filter(at__lt=midnight(timezone.localdate())).update(before=0, at=now)


def compared(person_id: int, article_id: int, since: int, version: int) -> None:
    """They have looked at all that changed from one version to another: if that is all that was
    new to them, it is news no more (one write). Raises what the database raises."""
    behind = Q(version__gte=since, version__lt=version)
    told = Q(version=version, before__gte=max(since, 1))
    mine = Visit.objects.filter(person=person_id, article=article_id)
    with in_passing():
        mine.filter(behind | told).update(version=version, before=0)


def recent(user: User, n: int) -> list[Article]:
    """The pages that this person visited and may read today, fit for lists, the last visit first;
    at most `n` of them (one query)."""
    mine = Article.objects.visible_to(user).published().filter(visits__person=user)
    return list(mine.for_lists().order_by("-visits__at", "-visits__pk")[:n])


def midnight(day: datetime.date) -> datetime.datetime:
    """When a day begins, by the clock of the site."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
