"""Drawing what is waiting, page by page."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator

from django.db import DatabaseError, transaction
from django.db.models import Count, Min
from django.db.models.query import QuerySet

from processes import composing, links, outside, search
from processes.drawing import Busy, NotDrawn
from processes.models import Article, Proposal, Redraw, VersionNumber
from processes.text.rendering import Rendered

TRIES = 3
PAGES_AT_ONCE = 50
PROBLEM_LENGTH = 300

logger = logging.getLogger(__name__)


def waiting() -> QuerySet[Redraw]:
    """What is still to be drawn, without what failed too often."""
    return Redraw.objects.filter(tries__lt=TRIES)


def pages_waiting() -> int:
    """How many pages are still to be drawn."""
    return waiting().aggregate(pages=Count("article", distinct=True))["pages"]


def drain(limit: int | None = None, tell: Callable[[int], None] = lambda _: None) -> int:
    """Draws what is waiting, each page in a transaction of its own; returns how many were drawn.

    At most `limit` pages are tried; `tell` hears how many are done, after each. A page that cannot
    be drawn keeps what it shows and goes to the end, and after TRIES times it is left alone until
    somebody asks again. Raises Busy where no process came free to draw in.
    """
    done = 0
    for number, pk in enumerate(_next_pages(), start=1):
        done += _redraw(pk)
        tell(done)
        if number == limit:
            break
    return done


def _next_pages() -> Iterator[int]:
    """Those that failed least and wait longest, some at a time, until none is left.

    Each some in no order, so that two who draw at the same time seldom draw the same page.
    """
    while some := list(
        waiting()
        .order_by()
        .values("article")
        .annotate(failed=Min("tries"), first=Min("pk"))
        .order_by("failed", "first")
        .values_list("article", flat=True)[:PAGES_AT_ONCE]
    ):
        random.shuffle(some)
        yield from some


def _redraw(pk: int) -> bool:
    """Draws one page and its open proposals; says whether that was done, by us."""
    seen = list(Redraw.objects.filter(article=pk).values_list("pk", flat=True))
    if not seen:
        return False
    article = Article.objects.select_related("department").get(pk=pk)
    was = article.text
    try:
        rendered = composing.live(article) if article.is_published else None
    except (Busy, DatabaseError):
        raise
    except Exception as error:
        _note_failure(pk, seen, error)
        return False
    previews = list(_previews(article))
    with transaction.atomic():
        if not _is_still_ours(article, seen):
            return False
        if rendered:
            _write(article, rendered)
        if article.text != was:
            search.index(article)
        for proposal, html in previews:
            unchanged = Proposal.objects.filter(pk=proposal.pk, saved_at=proposal.saved_at)
            unchanged.update(html=html)
        Redraw.objects.filter(pk__in=seen).delete()
    return True


def _previews(article: Article) -> Iterator[tuple[Proposal, str]]:
    """Open proposals as their authors would see them now; one too hard to draw stays as it is."""
    for proposal in article.proposals.open().select_related("author"):
        try:
            html = composing.preview(proposal.body, article, proposal.author).html
        except NotDrawn as problem:
            if isinstance(problem, Busy):
                raise
            logger.warning("Proposal %s was not drawn anew: %s", proposal.pk, problem)
            continue
        if html != proposal.html:
            yield proposal, html


def _is_still_ours(article: Article, seen: list[int]) -> bool:
    """Locks the page; says whether what was drawn is at least as new as what stands there.

    Whoever draws takes all rows away that they saw, under this lock. So while ours are there,
    nobody who began later has written, and a publication shows in the version.
    """
    return _lock(article.pk) == article.version and _rows(seen).count() == len(seen)


def _lock(pk: int) -> int:
    """Locks a page as a publication does, and returns its version."""
    locked = Article.objects.select_for_update(no_key=True)
    return locked.values_list("version", flat=True).get(pk=pk)


def _rows(seen: list[int]) -> QuerySet[Redraw]:
    return Redraw.objects.filter(pk__in=seen)


def _write(article: Article, rendered: Rendered) -> None:
    article.save(update_fields=composing.DERIVED)
    links.record(article, rendered)
    outside.record(article, rendered.urls)
    # The version that is live shows what the page shows; older ones stay as they were read.
    number = VersionNumber.objects.filter(article=article, number=article.version)
    number.update(html=article.html)


@transaction.atomic
def _note_failure(pk: int, seen: list[int], error: Exception) -> None:
    """Keeps one of the rows, with what went wrong, at the end."""
    problem = str(error) if isinstance(error, NotDrawn) else f"{type(error).__name__}: {error}"
    if isinstance(error, NotDrawn):
        logger.warning("Page %s was not drawn anew: %s", pk, problem)
    else:
        logger.exception("Page %s was not drawn anew", pk)
    _lock(pk)
    rows = _rows(seen)
    tries = rows.aggregate(Min("tries"))["tries__min"]
    if tries is None:
        return
    _rows(seen[1:]).delete()
    rows.update(tries=tries + 1, problem=problem[:PROBLEM_LENGTH])
