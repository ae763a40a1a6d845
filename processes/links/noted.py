"""What the tables say around one text: where its page's links lead, and what was ever called so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, BooleanField, Q, TextField, Value
from django.db.models.functions import Cast

from accounts.prepared import columns
from processes.links.keys import Key
from processes.models import Alias, Article, ArticleLink
from processes.models.article import ArticleQuerySet

Place = tuple[int, str]  # a department's id and an article's slug
NUMBER, TEXT, FLAG = BigIntegerField(), TextField(), BooleanField()
NOBODY, NO_TEXT = Value(None, output_field=NUMBER), Value("", output_field=TEXT)
# What is asked of a page where its row comes along.
PAGE = columns(
    Article,
    *("id", "title", "title_key", "slug", "version", "archived_at", "replaced_by_id"),
    "department_id",
)


class _Row(NamedTuple):
    """Of either table, as one statement gives them."""

    is_link: bool
    by_address: bool
    key: str
    title: str
    department: int | None
    slug: str
    article: int | None
    person: int | None
    pk: int


# Of a page that comes by itself, with nothing noted: number 0 is no row's.
_NOTHING = (
    *(Value(False, FLAG), Value(False, FLAG), NO_TEXT, NO_TEXT, NOBODY, NO_TEXT, NOBODY, NOBODY),
    Value(0, NUMBER),
)


class OldName(NamedTuple):
    """A title or an address that an article had, or both; empty is what stayed."""

    title_key: str
    title: str
    department: int | None
    slug: str
    article: int


@dataclass(frozen=True, slots=True)
class Noted:
    """The links of the page as it stands (their rows; by what was written), and the old names."""

    rows: list[int]
    articles: dict[Key, int]
    people: dict[Key, int]
    old_names: list[OldName]

    def old_titles_of(self, article: Article) -> list[str]:
        return [name.title for name in self.old_names if name.article == article.pk and name.title]


def ask(article: Article | None, titles: Collection[str], places: Collection[Place]) -> Noted:
    """What is noted of the article's links, its own old names, and the old names among these
    titles and addresses (one statement, so no more values than a database takes at once)."""
    names = _old_names(_among(titles, places) | Q(article=article.pk if article else 0))
    is_live = article is not None and article.is_published
    return _sorted_out(names.union(_links(article), all=True) if is_live else names)


def ask_with_pages(
    number: int, titles: Collection[str], places: Collection[Place], seen: ArticleQuerySet
) -> tuple[Noted, list[Article]]:
    """What is noted of the links of the page with this number and of these titles and addresses,
    together with the pages meant, of those that are `seen`, and the page itself (one statement).
    """
    names = _old_names(_among(titles, places) & Q(article__in=seen.order_by()), "article__")
    links = _links(number, "target__").filter(Q(target__in=seen.order_by()) | Q(target=None))
    called = Q(version__gt=0) & (Q(title_key__in=titles) | near(places))
    pages = seen.filter(Q(pk=number) | called).order_by()
    rows = list(names.union(links, pages.values_list(*_NOTHING, *_page("")), all=True))
    found = {row[-len(PAGE)]: row[-len(PAGE) :] for row in rows}
    noted = _sorted_out(row[: -len(PAGE)] for row in rows if row[-len(PAGE) - 1])
    return noted, [
        Article.from_db("default", PAGE, found[pk]) for pk in sorted(filter(None, found))
    ]


def old_names(titles: Collection[str], places: Collection[Place]) -> list[OldName]:
    """The old names among these (one statement, none where nothing is asked)."""
    if not (titles or places):
        return []
    return _sorted_out(_old_names(_among(titles, places))).old_names


def near(places: Collection[Place]) -> Q:
    """Everything at these addresses, and some more beside."""
    return Q(
        department__in={department for department, _ in places},
        slug__in={slug for _, slug in places},
    )


def _among(titles: Collection[str], places: Collection[Place]) -> Q:
    return Q(title_key__in=titles) | near(places)


def _old_names(condition: Q, page: str | None = None) -> Any:
    return (
        Alias.objects.filter(condition)
        .order_by()
        .values_list(
            Value(False, FLAG),
            Value(False, FLAG),
            Cast("title_key", TEXT),
            Cast("title", TEXT),
            "department_id",
            Cast("slug", TEXT),
            "article_id",
            NOBODY,
            "pk",
            *_page(page),
        )
    )


def _links(article: Article | int, page: str | None = None) -> Any:
    return (
        ArticleLink.objects.filter(source=article)
        .order_by()
        .values_list(
            Value(True, FLAG),
            "by_address",
            Cast("title_key", TEXT),
            NO_TEXT,
            NOBODY,
            NO_TEXT,
            "target_id",
            "person_id",
            "pk",
            *_page(page),
        )
    )


def _page(path: str | None) -> list[Any]:
    """The columns of a page that a row leads to, texts as those of the other rows."""
    if path is None:
        return []
    texts = ("title", "title_key", "slug")
    return [Cast(path + name, TEXT) if name in texts else path + name for name in PAGE]


def _sorted_out(rows: Any) -> Noted:
    noted = Noted([], {}, {}, [])
    for row in map(_Row._make, rows):
        if not row.is_link:
            name = OldName(row.key, row.title, row.department, row.slug, row.article or 0)
            noted.old_names.append(name)
            continue
        noted.rows.append(row.pk)
        if row.article:
            noted.articles[bool(row.by_address), row.key] = row.article
        elif row.person:
            noted.people[bool(row.by_address), row.key] = row.person
    return noted
