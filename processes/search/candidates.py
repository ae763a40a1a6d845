"""What the database finds, in bounded numbers, for Python to put in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, FloatField, Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Length
from django.db.models.query import QuerySet

from processes.models import ArticleTool, Tagging
from processes.models.article import ArticleQuerySet
from processes.search.asking import Asked, backend

MOST_TEXTS, MOST_HEADS, MOST_TITLES = 1_000, 300, 300
BETWEEN_NAMES = "\x1f"
TITLES, HEADS, TEXTS, SOME, BROWSED, MEANT = "title", "head", "text", "some", "browsed", "meant"


@dataclass(slots=True)
class Candidate:
    """A page that may be shown: what its place among the others depends on."""

    pk: int
    title_key: str
    department: int
    kind: str
    topic: str
    owner: int
    owner_name: str
    review_due: date | None
    approved_by: int | None
    archived_at: datetime | None
    published_at: datetime | None
    tools: str
    tags: str
    aliases: str
    summary: str
    headings: str
    rank: float
    ways: set[str] = field(default_factory=set)
    meant: set[int] = field(default_factory=set)  # by which of the corrections
    score: float = 0.0
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidates:
    found: list[Candidate]
    is_more: bool


def fetch(articles: ArticleQuerySet, asked: Asked, hidden: Collection[int]) -> Candidates:
    """Those of `articles` that hold what is asked (one query): by their titles, by what they are
    about, by their texts, some of each. Nothing asked: the newest of all. Tools of the departments
    in `hidden` are not named."""
    tiers = list(_tiers(articles, asked, hidden))
    found: dict[int, Candidate] = {}
    times = [0] * len(tiers)
    for at, row in _rows(tiers):
        times[at] += 1
        candidate = found.setdefault(row[0], Candidate(*row))
        candidate.ways.add(tiers[at].way)
        candidate.rank = max(candidate.rank, row[-1])
        if tiers[at].way == MEANT:
            candidate.meant.add(tiers[at].number)
    return Candidates(list(found.values()), max(times, default=0) >= MOST_TEXTS)


def together(name: str, rows: QuerySet[Any]) -> Subquery:
    """A column of these rows as one text, parted by BETWEEN_NAMES; None without rows."""
    function = "STRING_AGG" if connection.vendor == "postgresql" else "GROUP_CONCAT"
    names = Func(F(name), Value(BETWEEN_NAMES), function=function, output_field=TextField())
    return Subquery(rows.order_by().annotate(names=names).values("names"), output_field=TextField())


@dataclass(frozen=True, slots=True)
class _Tier:
    way: str
    rows: QuerySet[Any]
    number: int = 0


def _tiers(articles: ArticleQuerySet, asked: Asked, hidden: Collection[int]) -> Iterator[_Tier]:
    said, none = backend(), Value(0.0)
    if asked.is_empty:
        newest = articles.order_by(F("published_at").desc(nulls_last=True), "-pk")
        yield _Tier(BROWSED, _read(newest, none, hidden)[:MOST_TEXTS])
    if asked.titles:
        # The shorter a title, the more of it was typed.
        titled = said.in_titles(articles, asked.titles).order_by(Length("title_key"), "pk")
        yield _Tier(TITLES, _read(titled, none, hidden)[:MOST_TITLES])
    if asked.heads:
        about = said.in_heads(articles, asked.heads).order_by()
        yield _Tier(HEADS, _read(about, none, hidden)[:MOST_HEADS])
    for number, meant in enumerate(asked.meant):
        found = said.anywhere(articles, meant).order_by()
        yield _Tier(MEANT, _read(found, F("rank"), hidden)[:MOST_HEADS], number)
    if asked.texts:
        found = said.anywhere(articles, asked.texts).order_by()
        yield _Tier(TEXTS, _read(found, F("rank"), hidden)[:MOST_TEXTS])
    if asked.most:
        found = said.anywhere(articles, asked.most).order_by()
        yield _Tier(SOME, _read(found, F("rank"), hidden)[:MOST_HEADS])


def _read(articles: QuerySet[Any], rank: Any, hidden: Collection[int]) -> QuerySet[Any]:
    said = backend()
    joined = {"in_aliases": said.ALIASES, "in_summary": said.SUMMARY, "in_headings": said.HEADINGS}
    return articles.annotate(
        tool_names=_tools(hidden),
        tag_names=together("tag__name", Tagging.objects.filter(article=OuterRef("pk"))),
        relevance=Cast(rank, FloatField()),
        **{name: F(path) for name, path in joined.items()},
    ).values_list(
        "pk", "title_key", "department_id", "kind", "topic", "owner_id", "owner__name",
        "review_due", "approved_by_id", "archived_at", "published_at", "tool_names", "tag_names",
        *joined, "relevance",
    )  # fmt: skip


def _tools(hidden: Collection[int]) -> Subquery:
    uses = ArticleTool.objects.filter(article=OuterRef("pk"))
    return together("tool__name", uses.exclude(tool__department__in=hidden) if hidden else uses)


def _rows(tiers: list[_Tier]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """All tiers in one statement, each row with the number of its tier. Written here, because the
    ORM's unions take no LIMIT on SQLite; dates come back as the ORM's own query gives them."""
    parts, params = [], []
    for at, tier in enumerate(tiers):
        compiler = tier.rows.query.get_compiler(connection=connection)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {at} AS tier, found.* FROM ({sql}) found")  # noqa: S608
        params += values
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        rows = cursor.fetchall()
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    converted = compiler.apply_converters((list(row[1:]) for row in rows), converters)
    for row, values in zip(rows, converted, strict=True):
        yield row[0], tuple(values)
