"""Every table that refers to people. A test walks all models: one that is not told of fails it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from accounts.models import User

Titles = Callable[[User, Collection[int]], dict[int, str]]
# Ids of those of these rows that speak of what the person may not read any more.
Shut = Callable[[User, Iterable[Any]], set[int]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of `label` (“app.Model”) whose `field` is the person, and what is told of each.

    `page` names the column with the number of a page, whose title is told if they may read it.
    `goes` says that such rows are deleted when the person is anonymised. Of rows that are `shut`
    to the person by now, what stands in `named` is not told.
    """

    label: str
    field: str
    words: str
    columns: tuple[str, ...]
    page: str = ""
    goes: bool = False
    shut: Shut | None = None
    named: tuple[str, ...] = ()

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def rows_of(self, person: User) -> QuerySet:
        """In the order in which they came."""
        rows = self.model._default_manager.filter(**{self.field: person})
        return rows.order_by(self.model._meta.pk.name)


KEPT: list[Kept] = []
# “app.Model.field” of references of which a person is told nothing, and why.
EXEMPT: dict[str, str] = {}
# Columns with sentences that we write ourselves and that may name people: label and columns.
SENTENCES: dict[str, tuple[str, ...]] = {}
_titles: list[Titles] = []


def register(
    label: str,
    field: str,
    words: str,
    columns: str,
    *,
    page: str = "",
    goes: bool = False,
    shut: Shut | None = None,
    named: str = "",
) -> None:
    """`columns` are names divided by blanks, which may follow references (`department__name`);
    `named` are some of them."""
    told, kept_back = tuple(columns.split()), tuple(named.split())
    KEPT.append(Kept(label, field, words, told, page, goes, shut, kept_back))


def exempt(reference: str, why: str) -> None:
    EXEMPT[reference] = why


def register_sentences(label: str, *columns: str) -> None:
    SENTENCES[label] = columns


def register_titles(titles: Titles) -> None:
    """Who knows the titles of pages: of these numbers, those that the person may read."""
    _titles.append(titles)


def titles_for(person: User, pages: Collection[int]) -> dict[int, str]:
    """Titles by number; what they may not read is left out."""
    return _titles[0](person, pages) if _titles and pages else {}
