"""The index as two tsvectors. Words come analysed: PostgreSQL only stores, matches and ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import F, FloatField, Func, Lookup, Q, Value

from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.search.document import BETWEEN, Document
from processes.search.terms import Way

TABLE = "processes_searchentry"
COLUMNS = ("aliases", "summary", "headings", "head", "vector")
ALIASES, SUMMARY, HEADINGS = (f"search_entry__{name}" for name in COLUMNS[:3])
# PostgreSQL refuses a tsvector above 1 MB. That counts each different word once, with its places,
# of which it keeps 255 for each word, and none above 16,383.
LARGEST_VECTOR = 900_000  # bytes
BESIDE_A_WORD = 5  # bytes: its length, alignment and the number of places
MOST_PLACES, LAST_PLACE = 255, 16_383

Expression = str


@SearchVectorField.register_lookup
class Says(Lookup):
    """`vector @@ query`, where the query's words are taken as they are: PostgreSQL's own parser
    would take “c++” for “c”."""

    lookup_name = "says"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [*params, self.rhs]


class Rank(Func):
    """By how often and how near to the beginning a text says the words, longer texts less."""

    template = "ts_rank('{1,1,1,1}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()


def write(documents: Iterable[tuple[int, Document]]) -> None:
    """One statement for all of them; each by the id of its article."""
    rows = [[pk, *_columns(document)] for pk, document in documents]
    if not rows:
        return
    places = ", ".join(["(%s, %s, %s, %s, %s::tsvector, %s::tsvector)"] * len(rows))
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (article_id, {', '.join(COLUMNS)}) VALUES {places}"  # noqa: S608
            f" ON CONFLICT (article_id) DO UPDATE SET {changes}",
            [value for row in rows for value in row],
        )


def remove(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE article_id = %s", [pk])  # noqa: S608


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def is_there(pk: int, document: Document | None = None) -> bool:
    """Whether the index holds anything of an article, or exactly this."""
    asked, params = "article_id = %s", [pk]
    if document is not None:
        asked += " AND (aliases, summary, headings, head, vector)"
        asked += " = (%s, %s, %s, %s::tsvector, %s::tsvector)"
        params += _columns(document)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {TABLE} WHERE {asked}", params)  # noqa: S608
        return cursor.fetchone() is not None


def missing() -> Q:
    """Of which articles the index holds nothing."""
    return Q(search_entry=None)


def in_titles(articles: ArticleQuerySet, asked: Expression) -> ArticleQuerySet:
    return articles.filter(search_entry__head__says=asked)


def in_heads(articles: ArticleQuerySet, asked: Expression) -> ArticleQuerySet:
    return articles.filter(search_entry__head__says=asked)


def anywhere(articles: ArticleQuerySet, asked: Expression) -> ArticleQuerySet:
    """Each with its `rank`: the more the better."""
    found = articles.filter(search_entry__vector__says=asked)
    return found.annotate(rank=Rank(F("search_entry__vector"), Value(asked)))


def say(way: Way, *, only_titles: bool = False) -> Expression:
    """Words may hold signs, so each is quoted; none holds a quote or a backslash."""
    tail = (":*A" if only_titles else ":*") if way.is_prefix else (":A" if only_titles else "")
    last = len(way.row) - 1
    flag = ":A" if only_titles else ""
    parts = [f"'{word}'{tail if at == last else flag}" for at, word in enumerate(way.row)]
    return parts[0] if last == 0 else f"({' <-> '.join(parts)})"


def all_of(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else f"({' & '.join(parts)})"


def one_of(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else f"({' | '.join(parts)})"


def in_a_row(part: Expression, way: Way) -> Expression:
    """The rank sees how near the words are to each other."""
    return part


def without(part: Expression, excluded: Sequence[Expression]) -> Expression:
    return f"({part} & !{one_of(excluded)})" if excluded else part


def saying(asked: Expression) -> ArticleQuerySet:
    return Article.objects.filter(search_entry__vector__says=asked)


def _columns(document: Document) -> list[Any]:
    titles = [*document.title.split(), *document.aliases.replace(BETWEEN, " ").split()]
    head = [
        (titles, "A"),
        (document.marks.split(), "A"),
        (document.summary.split(), "C"),
        (document.headings.split(), "D"),
    ]
    everything = [(document.everything.row, ""), (document.everything.beside, "")]
    return [
        document.aliases,
        document.summary,
        document.headings,
        _vector(head),
        _vector(everything),
    ]


def _vector(fields: Iterable[tuple[list[str], str]]) -> str:
    """The words with their places and weights, as PostgreSQL writes a tsvector. Words that would
    be too many for one page are left out."""
    known: dict[str, list[str]] = {}
    room, place = LARGEST_VECTOR, 0
    for words, weight in fields:
        for word in words:
            place += 1
            places = known.get(word)
            if places is None:
                room -= len(word.encode()) + BESIDE_A_WORD
                if room < 0:
                    continue
                places = known[word] = []
            if len(places) < MOST_PLACES and place <= LAST_PLACE:
                places.append(f"{place}{weight}")
                room -= 2
    return " ".join(
        f"'{word}':{','.join(places)}" if places else f"'{word}':{LAST_PLACE}"
        for word, places in known.items()
    )
