"""What becoming live does to an article: text, page, address, links, index, version.

Everything in here runs inside the transaction of the verb that calls it (see workflow.py).
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree, load_tree
from processes import (
    arranging,
    attachments,
    composing,
    facts,
    glossary,
    history,
    links,
    outside,
    redrawing,
    search,
)
from processes.models import Alias, Article
from processes.text.rendering import fold, slugify

SLUG_LENGTH = 80


class Written(Protocol):
    """An article, a proposal, a round or an old version."""

    title: Any
    summary: Any
    body: Any
    facts: Any


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the part of an article that nobody changes without approval.

    `facts` is what is told beside the text (see `processes.facts`); None leaves them as they are.
    """

    title: str
    summary: str
    body: str
    facts: dict[str, Any] | None = None

    @classmethod
    def of(cls, source: Written) -> Content:
        """What stands there now."""
        return cls(source.title, source.summary, source.body, source.facts)

    def with_facts_of(self, source: Written) -> Content:
        """The same, with the source's facts where none are told."""
        return self if self.facts is not None else replace(self, facts=source.facts)


def publish(
    article: Article,
    content: Content,
    *,
    author: User,
    approved_by: User | None,
    note: str,
    at: datetime.datetime,
    tree: DepartmentTree | None = None,
) -> int:
    """Makes `content` the live text of an article and returns the number of the new version.

    `article` must be locked by the caller's transaction. `approved_by` is None for text that was
    imported and that no owner has read yet; `tree` the department tree, where the caller has just
    read it. Raises NotDrawn where the text cannot be drawn.
    """
    before, old_body, old_facts = _known_as(article), article.body, article.facts
    is_new = not article.is_published
    sections = links.section_ids(article)
    _take_title(article, content.title)
    article.summary = content.summary
    article.body = content.body
    if content.facts is not None:
        article.facts = content.facts
    article.version += 1
    article.published_at = at
    article.approved_by = approved_by
    article.approved_at = at if approved_by else None
    article.review_due = _next_review(article, at)
    tree = tree or load_tree()
    for person in filter(None, (author, approved_by)):
        # What they may read is asked of one tree, read under the article's lock.
        person.departments = tree
    known = composing.around(article, old_body, tree)
    rendered = composing.live(article, known)
    arranging.keep(article, is_new=article.version == 1)
    article.save()
    links.record(article, rendered, known.links)
    # Nothing leads to a page that nobody could read yet.
    if not is_new and links.section_ids(article) != sections:
        links.check_sections(article)
    attachments.record_uses(article, rendered, author, known.attachments)
    outside.record(article, rendered.urls)
    facts.record(article, old_facts)
    search.index(article, known.links.noted.old_titles_of(article))
    history.record(article, old_body, by=author, note=note, at=at)
    _tell_others(article, before)
    return article.version


def redraw_around(department: Department) -> None:
    """Asks for every page in and below a department, those that link there, and those that say
    its terms.

    Called when its address, name or readers change: their links have another address then, and
    labels and definitions may tell only what the whole company may read.
    """
    below = list(load_tree().subtree(department.pk))
    redrawing.ask(links.touching(below))
    redrawing.ask_for_saying(glossary.written_ways(below))


def move(article: Article, department: Department, slug: str) -> None:
    """Gives an article a new address; the old one leads there for ever.

    It and the pages that link to it are drawn anew by a job. Who may follow a link is asked
    whenever a page is read, so that a page which moves behind a door is shut at once.
    """
    before = _known_as(article)
    _remember(article, title=False)
    article.department = department
    article.slug = slug
    Alias.objects.filter(article=article, department=department, slug=slug).update(slug="")
    arranging.keep(article)
    article.save(update_fields=["department", "slug", *arranging.KEPT])
    _tell_others(article, before, itself=True)


def confirm(article: Article, by: User, at: datetime.datetime) -> None:
    """Moves the next review of a page on: somebody who answers for it found it right. Imported
    text, which nobody had approved, counts as approved by them."""
    article.review_due = _next_review(article, at)
    if article.approved_by_id is None:
        article.approved_by, article.approved_at = by, at
    article.save(update_fields=["review_due", "approved_by", "approved_at"])


def archive(article: Article, replacement: Article | None, at: datetime.datetime) -> None:
    """Takes an article out of lists and search, where it is found only by those who ask for
    archived pages. Its page stays, and its links lead to the replacement, if there is one."""
    article.archived_at, article.replaced_by, article.terms = at, replacement, []
    arranging.keep(article)
    article.save(update_fields=["archived_at", "replaced_by", "terms", *arranging.KEPT])
    redrawing.ask(links.leading_to(article) | links.speaking_of(article))


def restore(article: Article) -> None:
    """Puts an archived article back where it was, its links as well."""
    itself = Article.objects.filter(pk=article.pk)  # its terms are those of today again
    affected = links.leading_to(article) | links.speaking_of(article) | itself
    article.archived_at, article.replaced_by = None, None
    arranging.keep(article)
    article.save(update_fields=["archived_at", "replaced_by", *arranging.KEPT])
    redrawing.ask(affected)


def rename_unpublished(article: Article, title: str) -> None:
    """A page that nobody has read yet takes the title of its proposal; nothing is remembered."""
    if not article.is_published and article.title != title:
        _take_title(article, title)
        article.save(update_fields=["title", "title_key", "slug"])


def is_taken(department: Department, slug: str, article: Article) -> bool:
    """Whether an address leads, or ever led, to another page than this one."""
    at_address = Q(department=department, slug=slug)
    return (
        Article.objects.filter(at_address).exclude(pk=article.pk).exists()
        or Alias.objects.filter(at_address).exclude(article=article).exists()
    )


def free_slug(title: str, department: Department, article: Article | None = None) -> str:
    """An address for a title that no other page of the department has, or ever had."""
    base = slugify(title)[:SLUG_LENGTH].strip("-")
    near = Q(department=department) & (Q(slug=base) | Q(slug__startswith=f"{base}-"))
    own = article.pk if article else None
    taken = {
        *Article.objects.filter(near).exclude(pk=own).values_list("slug", flat=True),
        *Alias.objects.filter(near).exclude(article=own).values_list("slug", flat=True),
    }
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def title_key(title: str) -> str:
    """Under which a title is found by `[[links]]`: without case, accents and odd blanks."""
    return fold(title)[:400]


def _take_title(article: Article, title: str) -> None:
    """A new title brings a new address; both old ones stay as an alias."""
    if article.title == title and article.title_key:
        return
    slug = free_slug(title, article.department, article)
    if article.is_published:
        _remember(article, title=True, slug_changes=slug != article.slug)
        Alias.objects.filter(article=article, department=article.department, slug=slug).update(
            slug=""
        )
    article.title, article.title_key, article.slug = title, title_key(title), slug


def _remember(article: Article, *, title: bool, slug_changes: bool = True) -> None:
    Alias.objects.create(
        article=article,
        title=article.title if title else "",
        title_key=article.title_key if title else "",
        department=article.department,
        slug=article.slug if slug_changes else "",
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What other pages show of an article, and under what they look for it."""

    title: str
    address: tuple[int, str]
    keys: frozenset[str]


def _known_as(article: Article) -> _Known:
    address = (article.department_id, article.slug)
    return _Known(article.title, address, frozenset(links.keys_for(article)))


def _tell_others(article: Article, before: _Known, *, itself: bool = False) -> None:
    """Asks for the pages that show what has changed: one statement, however many they are, none
    where a page that was live already is called and found as it was."""
    after = _known_as(article)
    if article.version > 1 and before == after and not itself:
        return
    pages = links.speaking_of(article, before.keys)
    if (before.title, before.address) != (after.title, after.address):
        pages |= links.leading_to(article)
    if itself:
        pages |= Article.objects.filter(pk=article.pk, version__gt=0)
    redrawing.ask(pages)


def _next_review(article: Article, at: datetime.datetime) -> datetime.date:
    """The day, some whole months on; the 31st becomes the last day of a shorter month."""
    day = timezone.localtime(at).date()
    months = day.month - 1 + article.department.review_months
    year, month = day.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return day.replace(year=year, month=month, day=min(day.day, last))
