"""Writes a whole company into an empty database, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from processes import search
from processes.models import Article
from tests.benchmarks.company import habits, people
from tests.benchmarks.company.layout import Layout, Page
from tests.benchmarks.company.rows import Rows

BATCH = 500  # pages

Tell = Callable[[int, int], None]
Item = TypeVar("Item")


def load(size: int, tell: Tell = lambda done, of: None) -> Layout:
    """A company of `size` pages; `tell` hears how many of them are written.

    Raises ValueError where there is a company already. Interrupted, it leaves a part of one.
    """
    if User.objects.exists():
        raise ValueError("This database holds a company already.")
    layout, now = Layout(size), timezone.now()
    with transaction.atomic():
        people.load(layout, now)
    rows = Rows(now, ContentType.objects.get_for_model(Article).pk)
    for batch in batched(layout.pages, BATCH):
        _write(batch, rows)
        tell(batch[-1].number + 1, size)
    for places in batched(layout.places, 10):
        with transaction.atomic():
            _create(row for place in places for row in habits.of_place(place, layout, now))
    _let_ids_follow()
    return layout


@transaction.atomic
def _write(pages: list[Page], rows: Rows) -> None:
    made = _create(row for page in pages for row in rows.of(page))
    search.index_many([article for article in made[Article] if article.is_published])


def _create(rows: Iterable[Model]) -> dict[type[Model], list[Model]]:
    """The rows by kind, written in the order in which each kind came first."""
    kinds: dict[type[Model], list[Model]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    for kind, made in kinds.items():
        kind._base_manager.bulk_create(made, batch_size=1000)
    return kinds


def _let_ids_follow() -> None:
    """Ids were given by hand: the database gives the next ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
