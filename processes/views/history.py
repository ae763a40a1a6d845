"""Versions of an article: the list, one of them, two compared."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes import facts, links
from processes import history as versions
from processes.models import Article
from processes.text.diffing import diff
from processes.views.access import follows_moves, get_article, lineage
from processes.views.comparison import NOTHING, changed_fields

PER_PAGE = 50


@require_safe
@follows_moves
def history(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Every published version: who wrote it, who approved it, when and why.

    Versions are numbered without gaps, so the newest number is also how many there are, and the
    article itself comes with the first row: one query however long the history.
    """
    number = _page_number(request)
    here = Article.objects.visible_to(request.user).filter(department__slug=department, slug=slug)
    rows = list(versions.published_decisions(here)[(number - 1) * PER_PAGE : number * PER_PAGE])
    if not rows:
        _published(request, department, slug, "history/")
        raise Http404("This page's history is not that long.")
    article = rows[0].article
    versions.add_confirmations(rows)
    page = Paginator(range(article.version), PER_PAGE).page(number)
    page.object_list = rows
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "page_obj": page,
    }
    return render(request, "history/list.html", context)


@require_safe
@follows_moves
def version(request: HttpRequest, department: str, slug: str, number: int) -> HttpResponse:
    """One old version as it was published."""
    article = _published(request, department, slug, f"history/{number}/")
    found = versions.read(article, number).get(number)
    if found is None:
        raise Http404("There is no such version.")
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "version": found,
        "html": links.for_reader(found.html, request.user),
        "facts": facts.described(found.facts, request.user),
        "decision": versions.published_decisions(Article.objects.filter(pk=article.pk))
        .filter(version=number)
        .first(),
        "is_live": number == article.version,
    }
    return render(request, "history/version.html", context)


@require_safe
@follows_moves
def compare(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """What changed between two versions; without a choice, the last change."""
    article = _published(request, department, slug, "compare/")
    old = _number(request, "from", article.version - 1)
    new = _number(request, "to", article.version)
    old, new = min(old, new), max(old, new)
    found = versions.read(article, old, new)
    if new not in found or (old and old not in found):
        raise Http404("There is no such version.")
    before = found.get(old, NOTHING)
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "old": old,
        "new": new,
        "numbers": list(range(article.version, 0, -1)),
        "diff": diff(before.body, found[new].body),
        "fields": changed_fields(before, found[new], request.user),
    }
    return render(request, "history/compare.html", context)


def _published(request: HttpRequest, department: str, slug: str, suffix: str) -> Article:
    article = get_article(request.user, department, slug, suffix)
    if not article.is_published:
        raise Http404("This page was never published.")
    return article


def _page_number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return int(raw) if raw.isdecimal() and 0 < len(raw) < 6 and int(raw) else 1


def _number(request: HttpRequest, name: str, default: int) -> int:
    """A version number from the query. Raises Http404 for what is none."""
    raw = request.GET.get(name, str(default))
    if not raw.isdecimal() or len(raw) > 9:
        raise Http404("There is no such version.")
    return int(raw)
