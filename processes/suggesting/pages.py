"""Pages by what their titles hold, and the link to write."""

from __future__ import annotations

import re

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from accounts.models import User
from accounts.models.tree import DepartmentTree
from processes.links import keys_for
from processes.models import Article, Kind
from processes.models.article import TITLE_LENGTH, ArticleQuerySet
from processes.publishing import title_key
from processes.suggesting.suggestion import SHOWN, Suggestion
from processes.text.rendering import fold

# A title with these in it, or with a # that parts a section, cannot stand in [[…]].
_UNWRITABLE = re.compile(r"[\[\]|\\`]|^@|(?<=\s)#|#(?=[^\s#])")
_ESCAPED = re.compile(r"([\[\]\\`*_<>])")
FACTS = ("title", "title_key", "slug", "kind", "topic", "department_id")


def pages(typed: str, user: User, department: int | None) -> list[Suggestion]:
    """Pages in use that this person may read, for a text of this department; the likeliest first,
    and in the end the page that nobody has written yet. Without letters, the newest of the
    department and of this person (one query beside the department tree)."""
    words = typed.strip()
    key = title_key(words)
    seen = Article.objects.visible_to(user).published()
    tree = user.departments
    best = _holding(seen, key, words, department, tree) if key else _newest(seen, user, department)
    found = _with_namesakes(seen, best, tree)
    options = [_suggestion(article, department, "/" in words) for article in found]
    is_there = any(key in keys_for(article) for article in found)
    return options if is_there or not key else [*options, _unwritten(words)]


def _holding(
    seen: ArticleQuerySet, key: str, words: str, department: int | None, tree: DepartmentTree
) -> ArticleQuerySet:
    """Titles with every word typed; before the slash of `dept/Title` stands the department."""
    place, _, rest = (title_key(part) for part in words.partition("/"))
    wanted = _all_words(key)
    if place and rest:
        wanted |= _all_words(rest) & Q(department__in=_called(place, tree))
    begins = rest if place and rest else key
    rank = Case(
        When(title_key=begins, then=Value(0)),
        When(title_key__startswith=begins, then=Value(1)),
        When(_begins_a_word(begins), then=Value(2)),
        default=Value(3),
    )
    return seen.filter(wanted).order_by(rank, _elsewhere(department), "title_key", "pk")


def _newest(seen: ArticleQuerySet, user: User, department: int | None) -> ArticleQuerySet:
    mine = Q(owner=user) | Q(created_by=user) | Q(department=department or user.department_id)
    return seen.filter(mine).order_by(F("published_at").desc(nulls_last=True), "pk")


def _called(place: str, tree: DepartmentTree) -> list[int]:
    return [pk for pk, found in tree.by_id.items() if place in f"{found.slug} {fold(found.name)}"]


def _all_words(key: str) -> Q:
    wanted = Q()
    for word in key.split():
        wanted &= Q(title_key__contains=word)
    return wanted


def _begins_a_word(key: str) -> Q:
    begins = Q()
    for sign in " -(/'\"":
        begins |= Q(title_key__contains=sign + key)
    return begins


def _elsewhere(department: int | None) -> Case:
    return Case(When(department=department or 0, then=Value(0)), default=Value(1))


def _with_namesakes(
    seen: ArticleQuerySet, best: ArticleQuerySet, tree: DepartmentTree
) -> list[Article]:
    """The first of them, with whether another page has the title, too: asked of those alone."""
    others = seen.filter(title_key=OuterRef("title_key")).exclude(pk=OuterRef("pk"))
    first = Article.objects.filter(pk__in=best.values("pk")[:SHOWN])
    ordered = first.order_by(*best.query.order_by).annotate(is_shared=Exists(others))
    # A department that was made since this request read the tree is not in it.
    found = [a for a in ordered.only(*FACTS) if a.department_id in tree.by_id]
    for article in found:
        article.department = tree.by_id[article.department_id]
    return found


def _suggestion(article: Article, department: int | None, with_place: bool) -> Suggestion:
    place = article.department
    is_elsewhere = place.pk != department
    kind = article.get_kind_display()
    if article.kind == Kind.EXPERTISE and article.topic:
        kind = f"{article.get_topic_display()} expertise"
    if _UNWRITABLE.search(article.title):
        title = _ESCAPED.sub(r"\\\1", article.title)
        insert = f"[{title}](/{place.slug}/{article.slug}/)"
    elif with_place or (article.is_shared and is_elsewhere):
        insert = f"[[{place.slug}/{article.title}]]"
    else:
        insert = f"[[{article.title}]]"
    return Suggestion(insert, article.title, f"{place.name} · {kind}", article.kind)


def _unwritten(words: str) -> Suggestion:
    """A link that waits for its page."""
    title = " ".join(words.split())[:TITLE_LENGTH]
    label = f"Write a new page called “{title}”"
    return Suggestion(f"[[{title}]]", label, "The link waits for it", "new")
