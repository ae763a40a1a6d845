"""A page that somebody names in a form, and how a page is named there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.models import Department, User
from processes import publishing
from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.proposed_filing import why_no_parent

LONGEST = 300  # characters: an address may be pasted


def parent_called(
    typed: str, department: Department, user: User, article: Article | None
) -> Article:
    """The page of these words that the article may be a part of, in that department.

    `typed` is a title, a `[[title]]` or an address; `article` is None for a page that does not
    exist yet. Raises ValidationError with a sentence.
    """
    raw = " ".join(typed.removeprefix("[[").removesuffix("]]").split())
    pages = Article.objects.visible_to(user).filter(version__gt=0).for_lists()
    if raw.startswith(("/", settings.SITE_URL + "/")):
        parent = _at(pages, urlsplit(raw.removeprefix(settings.SITE_URL)).path)
    else:
        parent = _titled(pages, raw, department)
    if parent is None:
        raise ValidationError("No page is called so. Check the spelling.")
    if problem := why_no_parent(article, parent, department.pk):
        raise ValidationError(f"This page cannot be part of “{parent}”. {problem}")
    return parent


def named(page: Article) -> str:
    """What `parent_called` finds this page by: its title, or its address if others share that."""
    same = Article.objects.filter(
        department=page.department_id, title_key=page.title_key, version__gt=0, archived_at=None
    )
    return page.get_absolute_url() if same.exclude(pk=page.pk).exists() else page.title


def _at(pages: ArticleQuerySet, path: str) -> Article | None:
    department, _, slug = path.strip("/").partition("/")
    return pages.filter(department__slug=department, slug=slug).first()


def _titled(pages: ArticleQuerySet, title: str, department: Department) -> Article | None:
    """A page of that department, else one elsewhere, so that the refusal can say where."""
    called = pages.filter(title_key=publishing.title_key(title)).order_by("archived_at", "pk")
    here = list(called.filter(department=department)[:20])
    in_use = [page for page in here if not page.is_archived]
    if len(in_use) > 1:
        raise ValidationError("Several pages are called so. Paste the address of the one you mean.")
    return next(iter(in_use or here), None) or called.first()
