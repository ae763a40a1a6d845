"""A version went live: the other open proposals to its page are brought up to date by a job.

What waits for a decision is put together with the new version, and goes on waiting; where the two
clash it goes back to its author. What its author still writes stays as it is: they are told.
"""

from __future__ import annotations

import datetime
import logging
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks_db import DatabaseBackend

from processes.merging import changes_text
from processes.models import Article, Proposal
from processes.models.proposal import ProposalQuerySet
from processes.workflow.refusals import NotDrawnNow, Refused
from processes.workflow.up_to_date import bring_up_to_date, overtake
from processes.workflow.version_news import tell_writers

__all__ = ["ask", "bring_up_to_date", "catch_up", "catch_up_all", "overtake"]

PAUSE = datetime.timedelta(seconds=30)

logger = logging.getLogger(__name__)


def ask(article: Article) -> None:
    """Has the other open proposals to a page brought up to date, once the caller's transaction,
    which published it, has committed. Those who still write are told at once.

    One statement where there are none.
    """
    behind = article.proposals.open().filter(base_version__lt=article.version)
    others = list(behind.select_related("author").defer("body", "html"))
    writing = [other for other in others if not other.is_pending]
    if writing and article.approved_by:
        tell_writers(writing, article, article.approved_by)
    if len(writing) < len(others):
        # Should the job be lost, housekeeping does it, or whoever opens the proposal.
        transaction.on_commit(partial(bring_page_up_to_date.enqueue, article.pk), robust=True)


@task()
def bring_page_up_to_date(article_pk: int) -> int:
    """The job. Where nothing can be drawn at the moment it comes again."""
    try:
        return catch_up(article_pk)
    except NotDrawnNow:
        logger.warning("Too busy to bring proposals up to date; they follow later.")
        if isinstance(bring_page_up_to_date.get_backend(), DatabaseBackend):
            again = bring_page_up_to_date.using(run_after=timezone.now() + PAUSE)
            again.enqueue(article_pk)
        return 0


def catch_up(article_pk: int) -> int:
    """Brings what waits on an older version of a page up to date, each in a transaction of its
    own; returns how many were. One that cannot be now stays as it is.

    Raises NotDrawnNow where nothing can be drawn at the moment.
    """
    waiting = _behind().filter(article=article_pk).order_by("submitted_at", "pk")
    return sum(_brought(proposal) for proposal in list(waiting))


def catch_up_all() -> int:
    """What jobs left over, on all pages; returns how many proposals were brought up to date."""
    pages = _behind().order_by("article").values_list("article", flat=True).distinct()
    done = 0
    for pk in list(pages):
        try:
            done += catch_up(pk)
        except NotDrawnNow:
            raise
        except Exception:  # one page must not hold up all the others, hour after hour
            logger.exception("The proposals to page %s cannot be brought up to date", pk)
    return done


def _behind() -> ProposalQuerySet:
    pending = Proposal.objects.pending().filter(article__archived_at=None)
    return pending.exclude(base_version=F("article__version")).select_related("article")


def _brought(proposal: Proposal) -> bool:
    """Who only files the page differently does not mind which text is live."""
    if not changes_text(proposal):
        return False
    try:
        bring_up_to_date(proposal)
    except NotDrawnNow:
        raise
    except Refused as refusal:
        logger.info("Proposal %s stays as it is: %s", proposal.pk, refusal)
        return False
    return True
