"""What was made of a live text and is stored beside it."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from accounts.models.tree import load_tree
from processes import arranging, attachments, composing, facts, links, outside, search
from processes.composing import DERIVED, Surroundings
from processes.drawing import NotDrawn
from processes.models import Article, Redraw


def check_stored(article: Article) -> Iterator[str]:
    """Whether the search index holds the live text, and only that, and whether the tools and the
    roles noted are those of its facts (four queries,
    one more where it has a parent, three more with facts)."""
    if not arranging.is_kept(article):
        yield "its place in the order of its department is not what its title and parent give."
    if not facts.is_recorded(article):
        yield "the tools and the roles noted are not those of its facts."
    if not article.is_published:
        if search.is_indexed(article):
            yield "it is found by searching, and should not be."
    elif not search.is_current(article):
        yield "the search index holds something else than its text."


def around(article: Article) -> Surroundings | None:
    """What has to be known to draw it; None where nothing is drawn, or a job is to do it."""
    if not article.is_published or Redraw.objects.filter(article=article).exists():
        return None
    return composing.around(article, article.body, load_tree())


def check_drawn(article: Article, known: Surroundings) -> list[str]:
    """Draws the live text anew and compares with all that is stored of it. Nothing is said where
    somebody wrote meanwhile."""
    found = list(_check_drawn(article, known))
    unchanged = Article.objects.filter(pk=article.pk, version=article.version, redraws=None)
    return found if found and unchanged.exists() else []


def _check_drawn(article: Article, known: Surroundings) -> Iterator[str]:
    fresh = copy.copy(article)
    try:
        rendered = composing.live(fresh, known)
    except NotDrawn as problem:
        yield f"its text cannot be drawn: {problem}"
        return
    for name in DERIVED:
        if getattr(fresh, name) != getattr(article, name):
            yield f"its {name} is not what its text gives."
    if not links.is_recorded(article, rendered, known.links):
        yield "the links noted are not those of its text."
    if not attachments.are_uses_recorded(rendered, known.attachments):
        yield "the pictures noted are not those of its text."
    if not outside.is_recorded(article, rendered.urls):
        yield "the addresses of other sites noted are not those of its text."
