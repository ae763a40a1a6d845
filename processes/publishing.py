"""What becoming live does to an article: text, page, address, links, index, version.

Everything in here runs inside the transaction of the verb that calls it (see workflow.py).
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.models import Department, User
from accounts.models.tree import load_tree
from processes import attachments, history, links, search
from processes.models import Alias, Article, VersionNumber
from processes.text.rendering import Rendered, fold, render, slugify

SLUG_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the part of an article that nobody changes without approval."""

    title: str
    summary: str
    body: str


def publish(
    article: Article,
    content: Content,
    *,
    author: User,
    approved_by: User | None,
    note: str,
    at: datetime.datetime,
) -> int:
    """Makes `content` the live text of an article and returns the number of the new version.

    `article` must be locked by the caller's transaction. `approved_by` is None for text that was
    imported and that no owner has read yet.
    """
    _take_title(article, content.title)
    article.summary = content.summary
    article.body = content.body
    article.version += 1
    article.published_at = at
    article.approved_by = approved_by
    article.approved_at = at if approved_by else None
    article.review_due = _next_review(article, at)
    rendered = _render_into(article)
    article.save()
    links.record(article, rendered.links)
    attachments.record_uses(article, _addresses(rendered), author)
    search.index(article)
    history.record(article, by=author, note=note, at=at)
    for waiting in links.waiting_for(article):
        rerender(waiting)
    return article.version


def rerender(article: Article) -> None:
    """Draws a live page anew from its unchanged text: no new version, no new approval.

    Locks the page and reads it again first: it may have got another text since it was listed.
    """
    Article.objects.select_for_update().values_list("pk").get(pk=article.pk)
    live = Article.objects.select_related("department").get(pk=article.pk)
    rendered = _render_into(live)
    live.save(update_fields=["html", "contents", "text", "words"])
    links.record(live, rendered.links)
    VersionNumber.objects.filter(article=live, number=live.version).update(html=live.html)


def redraw_around(department: Department) -> None:
    """Draws anew every page in and below a department, and those that link there.

    Called when its readers change, because a page shows links only to what all its readers may
    read: an open page must not give away the address of one that was closed.
    """
    for article in links.touching(load_tree().subtree(department.pk)):
        redraw(article)


def redraw(article: Article) -> None:
    """Draws everything anew that was ever drawn of a page: live, as it was, and as proposed."""
    rerender(article)
    resolve = links.resolver_for("", article)
    history.redraw(article, lambda body: render(body, resolve).html)
    for proposal in article.proposals.select_related("article__department", "author"):
        html = preview(proposal.body, proposal.article, proposal.author)
        article.proposals.filter(pk=proposal.pk).update(html=html)


def preview(body: str, article: Article, reader: User) -> str:
    """The HTML that readers would see, made from what its author may see."""
    return render(body, links.resolver_for(body, article, reader)).html


def move(article: Article, department: Department, slug: str) -> None:
    """Gives an article a new address; the old one leads there for ever.

    In another department it may have other readers, so it and the pages that link to it are
    drawn anew.
    """
    _remember(article, title=False)
    elsewhere = article.department_id != department.pk
    article.department = department
    article.slug = slug
    Alias.objects.filter(article=article, department=department, slug=slug).update(slug="")
    article.save(update_fields=["department", "slug"])
    for page in [article, *links.leading_to(article)] if elsewhere else ():
        redraw(page)


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


def _render_into(article: Article) -> Rendered:
    rendered = render(article.body, links.resolver_for(article.body, article))
    article.html = rendered.html
    article.text = rendered.text
    article.words = rendered.words
    article.contents = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
    ]
    return rendered


def _addresses(rendered: Rendered) -> list[str]:
    return [*(image.src for image in rendered.images), *rendered.urls]


def _next_review(article: Article, at: datetime.datetime) -> datetime.date:
    """The day, some whole months on; the 31st becomes the last day of a shorter month."""
    day = timezone.localtime(at).date()
    months = day.month - 1 + article.department.review_months
    year, month = day.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return day.replace(year=year, month=month, day=min(day.day, last))
