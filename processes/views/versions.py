"""One version of an article, as it was published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes import facts, links, permissions
from processes import history as versions
from processes.models import Article
from processes.views.access import follows_moves, lineage
from processes.views.history import published


@require_safe
@follows_moves
def version(request: HttpRequest, department: str, slug: str, number: int) -> HttpResponse:
    """One version as it was published, as far as today's rules let it through."""
    article = published(request, department, slug, f"history/{number}/")
    found = find(article, number)
    is_live = number == article.version
    here = Article.objects.filter(pk=article.pk)
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "version": found,
        "html": links.for_reader(found.safe_html, request.user),
        "facts": facts.described(found.facts, request.user),
        "decision": versions.published_decisions(here).filter(version=number).first(),
        "is_live": is_live,
        "may_restore": not is_live and permissions.may_propose(request.user, article),
    }
    return render(request, "history/version.html", context)


def asked_number(request: HttpRequest, name: str, default: int) -> int:
    """A version number from the query. Raises Http404 for what is none."""
    raw = request.GET.get(name) or str(default)
    if not raw.isdecimal() or len(raw) > 9:
        raise Http404("There is no such version.")
    return int(raw)


def find(article: Article, number: int) -> versions.OldVersion:
    """The version with this number. Raises Http404."""
    found = versions.read(article, number).get(number)
    if found is None:
        raise Http404("There is no such version.")
    return found
