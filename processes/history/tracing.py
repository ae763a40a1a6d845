"""Who wrote which line: kept at publication, and worked out once for versions from before that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from processes.history.reading import bodies
from processes.models import Article, VersionNumber
from processes.text import line_origins
from processes.text.line_origins import Runs

AT_ONCE = 60  # versions that are worked out while somebody waits
BATCH = 50  # versions that are kept in one go


def origins(article: Article, number: int) -> Runs | None:
    """Which version brought each line of a version; None where that takes too long to find out now
    (see `ask_for_origins`), and where there is no such version. Writes nothing."""
    kept = VersionNumber.objects.filter(article=article, number=number)
    found = kept.values_list("origins", flat=True).first()
    if found is not None or number - _known_before(article.pk, number) > AT_ONCE:
        return found
    following = _follow(article.pk, number)
    return next((runs for found, runs in following if found == number), None)


def work_out(article_id: int, most: int) -> int:
    """Keeps the origins of up to `most` versions that have none, oldest first; returns how many."""
    missing = VersionNumber.objects.filter(article=article_id, origins__isnull=True)
    numbers = list(missing.order_by("number").values_list("number", flat=True)[:most])
    if not numbers:
        return 0
    following = _follow(article_id, numbers[-1], numbers[0])
    while found := dict(islice(following, BATCH)):
        rows = list(
            VersionNumber.objects.filter(article=article_id, number__in=found).only("pk", "number")
        )
        for row in rows:
            row.origins = found[row.number]
        VersionNumber.objects.bulk_update(rows, ["origins"])
    return len(numbers)


def work_out_all(most: int = 5000) -> int:
    """The same for all articles: for housekeeping. Returns how many versions it was."""
    done = 0
    while done < most:
        missing = VersionNumber.objects.filter(origins__isnull=True)
        article = missing.order_by("article").values_list("article", flat=True).first()
        if article is None:
            break
        done += work_out(article, most - done)
    return done


def _follow(article_id: int, upto: int, begin: int | None = None) -> Iterator[tuple[int, Runs]]:
    """The origins of all versions after the last known one before `begin` (or `upto`)."""
    known = _known_before(article_id, begin or upto)
    body, runs = "", None
    for number, text in bodies(article_id, known - 1, upto):
        if number == known:
            runs = VersionNumber.objects.values_list("origins", flat=True).get(
                article=article_id, number=known
            )
        else:
            runs = _next(body, runs, text, number)
            yield number, runs
        body = text


def _next(body: str, runs: Runs | None, text: str, number: int) -> Runs:
    if runs is None:  # the oldest version that is kept
        return line_origins.first(text, number)
    try:
        return line_origins.carried_on(body, runs, text, number)
    except ValueError:
        return line_origins.first(text, number)


def _known_before(article_id: int, number: int) -> int:
    """The last version before this one whose origins are known, or 0."""
    rows = VersionNumber.objects.filter(
        article=article_id, number__lt=number, origins__isnull=False
    )
    return rows.order_by("-number").values_list("number", flat=True).first() or 0
