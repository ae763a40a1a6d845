"""`manage.py reindex`: writes the search index anew, while the site runs."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from processes import search
from processes.models import Article
from processes.models.article import ArticleQuerySet

BATCH = 200  # pages, of a transaction and of what is in memory
WIDTH = 40  # signs of the bar


class Command(BaseCommand):
    help = (
        "Writes the search index of every published page anew, some pages at a time; searching"
        " goes on meanwhile. Ended halfway, it goes on with --after and the number it said last."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help="only pages that the index does not hold as they are now",
        )
        parser.add_argument("--after", type=int, default=0, metavar="ID", help="begin behind it")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"pages at a time ({BATCH})")

    def handle(self, *, missing: bool, after: int, batch: int, **options: object) -> None:
        pages = Article.objects.filter(version__gt=0, pk__gt=after)
        total, done, written = pages.count(), 0, 0
        while ids := _next(pages.filter(pk__gt=after), max(batch, 1)):
            written += _write(ids, only_missing=missing)
            after, done = ids[-1], done + len(ids)
            self._tell(done, max(total, done), after)
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"{written} of {done} pages indexed."))

    def _tell(self, done: int, total: int, last: int) -> None:
        bar = "█" * (WIDTH * done // total)
        line = f"{bar:░<{WIDTH}} {done} of {total} pages, the last has the number {last}"
        self.stdout.write(line, ending="\r" if self.stdout.isatty() else "\n")
        self.stdout.flush()


def _next(pages: ArticleQuerySet, number: int) -> list[int]:
    return list(pages.order_by("pk").values_list("pk", flat=True)[:number])


def _write(ids: list[int], *, only_missing: bool) -> int:
    """Under the locks of the articles: a publication meanwhile would be overwritten by the text
    that was read before it."""
    with transaction.atomic():
        # In the order of their ids, as whoever locks several does.
        # Whoever reads meanwhile leaves a visit: rows that refer to a page are not held up.
        locked = Article.objects.select_for_update(no_key=True, of=("self",))
        locked = locked.filter(pk__in=ids).order_by("pk")
        pages = list(locked.only("title", "summary", "contents", "text"))
        if only_missing:
            pages = [page for page in pages if not search.is_current(page)]
        search.index_many(pages)
        return len(pages)
