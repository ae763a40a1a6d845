"""Whose turn it is to be asked, and what an answer means for a link."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from django.db import transaction
from django.utils import timezone

from processes.models import ExternalLink
from processes.outside.asking import Answer, Asker
from processes.outside.forgetting import forget_unused

# So many tries in a row fail before a link counts as dead.
DEAD_AFTER = 2
DAY = datetime.timedelta(days=1)
# For how long an answer is believed.
CACHED = 7 * DAY
# A first failure is tried again soon; what nobody answered because we are offline, sooner.
SECOND_TRY = DAY
OFFLINE_PAUSE = datetime.timedelta(hours=1)
# Whoever checks takes links for so long: if it dies, others have their turn then.
TAKEN = datetime.timedelta(hours=2)
WITNESSES = 3
# Other jobs wait for this one, e-mails and pages to be drawn among them. Slow servers, or hostile
# ones that keep each request open as long as they can, must not hold them up for hours.
LONGEST = 10 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Checked:
    """How many links were asked, how many failures were counted, and whether others did not count
    because nobody answered at all."""

    asked: int = 0
    failed: int = 0
    offline: bool = False


def check_due(limit: int = 200, asker: Asker | None = None) -> Checked:
    """Asks at most `limit` links whose last answer is too old, and writes down what came of it.

    No transaction is open while anybody is asked, and nobody is any more after LONGEST: the rest
    is due still. That somebody does not answer counts only when somebody else did: a company
    without internet has no dead links.
    """
    asker = asker or Asker()
    forget_unused()
    answers = list(_ask_in_time(_by_turns(_take(limit)), asker))
    silent = {_scheme(link) for link, answer in answers if answer.kind == "silent"}
    unheard = {scheme for scheme in silent if not _is_heard(scheme, answers, asker)}
    failed = sum(_write(link, answer, unheard) for link, answer in answers)
    return Checked(len(answers), failed, bool(unheard))


def _ask_in_time(
    links: Sequence[ExternalLink], asker: Asker
) -> Iterator[tuple[ExternalLink, Answer]]:
    """Each link with its answer; those for which there is no time are due as they were before."""
    end = time.monotonic() + LONGEST
    left = list(links)
    while left and time.monotonic() < end:
        link = left.pop(0)
        yield link, asker.ask(link.url)
    for link in left:
        link.save(update_fields=["next_check_at"])


@transaction.atomic
def _take(limit: int) -> list[ExternalLink]:
    """Links that are due, which nobody else gets meanwhile."""
    now = timezone.now()
    due = ExternalLink.objects.filter(next_check_at__lte=now).order_by("next_check_at", "pk")
    links = list(due.select_for_update(skip_locked=True)[:limit])
    taken = ExternalLink.objects.filter(pk__in=[link.pk for link in links])
    taken.update(next_check_at=now + TAKEN)
    return links


def _by_turns(links: Sequence[ExternalLink]) -> list[ExternalLink]:
    """Each host once, then each once more: so the pauses of one pass while others are asked."""
    by_host: dict[str, list[ExternalLink]] = {}
    for link in links:
        by_host.setdefault(link.host, []).append(link)
    rounds = chain.from_iterable(zip_longest(*by_host.values()))
    return [link for link in rounds if link is not None]


def _is_heard(scheme: str, answers: Sequence[tuple[ExternalLink, Answer]], asker: Asker) -> bool:
    """Whether any web server answered: of those who were asked, else of those who used to.

    https for itself: where a company opens all letters, no certificate is valid.
    """
    if any(answer.status for link, answer in answers if _scheme(link) == scheme):
        return True
    asked = {link.host for link, _ in answers}
    good = ExternalLink.objects.filter(failures=0, status__lt=400, url__startswith=f"{scheme}:")
    witnesses = good.exclude(host__in=asked).order_by("-checked_at")[:WITNESSES]
    return any(asker.ask(link.url).status for link in witnesses)


def _scheme(link: ExternalLink) -> str:
    return link.url.partition(":")[0].lower()


def _write(link: ExternalLink, answer: Answer, unheard: set[str]) -> bool:
    """Writes an answer down; whether it counts as a failure."""
    now = timezone.now()
    if answer.kind == "silent" and _scheme(link) in unheard:
        ExternalLink.objects.filter(pk=link.pk).update(next_check_at=now + OFFLINE_PAUSE)
        return False
    has_failed = answer.kind in ("gone", "silent")
    failures = min(link.failures + 1, DEAD_AFTER) if has_failed else 0
    ExternalLink.objects.filter(pk=link.pk).update(
        checked_at=now,
        next_check_at=now + (SECOND_TRY if has_failed and failures < DEAD_AFTER else CACHED),
        status=answer.status,
        problem=answer.problem,
        failures=failures,
    )
    return has_failed
