"""Keeps `Article.place` in step with what it follows from.

A page stands below its parent where that is live and in its department, else at the top of its
shelf. Rows are always locked from the top down, those beside each other by id, so that two verbs
cannot wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.query import QuerySet

from processes.models import Article
from processes.text import page_order

# What `keep` changes of an article, for its caller to save.
KEPT = ("place", "position")
FIELDS = (
    *("id", "department_id", "parent_id", "position", "kind", "topic", "title_key", "place"),
    *("version", "archived_at"),
)


def keep(article: Article, *, is_new: bool = False) -> None:
    """Sets the place of an article (`KEPT`), to be saved by the caller, and moves what is below it.

    Call it in the transaction that changes its title, kind, topic, department, parent or position,
    or makes it live or archived. On another shelf, or below another page, an order by hand says
    nothing. A query for a page that has a parent; one more, and those of the pages below it, only
    where it goes to another place and is not new: nothing is below a page that nobody could read.
    """
    if not article.is_published:
        return
    before = bytes(article.place)
    article.place = _place(article, place_of_parent(article))
    if before and article.place and before[:1] != article.place[:1]:
        article.position = None
        article.place = _place(article, place_of_parent(article))
    if before != article.place and not is_new:
        move_below([article])


def is_kept(article: Article) -> bool:
    """Whether a page stands where it should (one query where it has a parent). What is not live
    has no place, and one that was never published may have any."""
    place = _place(article, place_of_parent(article))
    return not article.is_published or bytes(article.place) == place


def release_parts(article: Article) -> None:
    """The pages right below it are no part of it any more: they go to the top of their shelf."""
    parts = list(_of([article]))
    for part in parts:
        part.parent = part.position = None
        part.place = _place(part, b"") if part.archived_at is None else b""
    Article.objects.bulk_update(parts, ["parent", *KEPT])
    move_below(parts)


def move_below(articles: Iterable[Article]) -> None:
    """Gives all pages below some their places: two statements for each step down."""
    known = {article.pk for article in articles}
    above = list(articles)
    while above:
        places = {article.pk: bytes(article.place) for article in above if is_live(article)}
        children = [child for child in _of(above) if is_live(child) and child.pk not in known]
        above = [child for child in children if _moved(child, places.get(child.parent_id, b""))]
        known.update(child.pk for child in above)
        Article.objects.bulk_update(above, ["place"])


def is_live(article: Article) -> bool:
    return article.is_published and article.archived_at is None


def place_below(article: Article, parent: bytes) -> bytes:
    """The key of a live page below its parent's, or at the top of its shelf where that is empty."""
    above = parent or page_order.top(article.kind, article.topic)
    return page_order.below(above, article.position, article.title_key, article.pk)


def place_of_parent(article: Article) -> bytes:
    """Empty where there is none that counts."""
    if article.parent_id is None or article.is_archived:
        return b""
    near = Article.objects.filter(pk=article.parent_id, department=article.department_id)
    found = near.published().order_by().values_list("place", flat=True).first()
    return bytes(found or b"")


def _place(article: Article, parent: bytes) -> bytes:
    return place_below(article, parent) if is_live(article) else b""


def _moved(child: Article, parent: bytes) -> bool:
    """Whether it has another place now, which is set."""
    before, child.place = bytes(child.place), place_below(child, parent)
    return before != child.place


def _of(articles: Iterable[Article]) -> QuerySet[Article]:
    """The pages right below some in their departments, locked."""
    above = list(articles)
    places = {article.department_id for article in above}
    children = Article.objects.filter(parent__in=above, department__in=places).order_by("pk")
    return children.select_for_update(no_key=True, of=("self",)).only(*FIELDS)
