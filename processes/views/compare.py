"""Two versions of an article side by side."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from processes import history as versions
from processes import reading
from processes.models import Article, Decision
from processes.views import comparison
from processes.views.access import follows_moves, lineage
from processes.views.afterwards import afterwards, is_being_read
from processes.views.history import published
from processes.views.versions import asked_number

BETWEEN = 8  # versions told of above a comparison; the history has them all
CHOICES = 100  # versions to choose from in a list; of more, one writes the number


@require_safe
@follows_moves
def compare(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """What changed between two versions, as readers found it or, with `?view=source`, as it was
    typed; without a choice, the last change; `?since=major` from the last major one on."""
    article = published(request, department, slug, "compare/")
    if request.GET.get("since") == "major":
        return redirect(_address(article, versions.last_major(article), article.version))
    new = asked_number(request, "to", article.version)
    old = asked_number(request, "from", max(new - 1, 0))
    old, new = min(old, new), max(old, new)
    found = versions.read(article, old, new)
    if new not in found or (old and old not in found):
        raise Http404("There is no such version.")
    in_source = request.GET.get("view") == "source"
    brought = _brought(article, old, new)
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "old": old,
        "new": new,
        "numbers": _numbers(article),
        "in_source": in_source,
        "comparison": comparison.of_versions(
            request.user, found.get(old), found[new], in_source=in_source
        ),
        "brought": brought[:BETWEEN],
        "is_more": len(brought) > BETWEEN,
        **_steps(article, old, new, in_source),
    }
    response = render(request, "history/compare.html", context)
    if is_being_read(request):
        afterwards(response, partial(reading.compared, request.user.pk, article.pk, old, new))
    return response


def _brought(article: Article, old: int, new: int) -> list[Decision]:
    """The decisions that brought the versions after the old one, newest first."""
    here = versions.published_decisions(Article.objects.filter(pk=article.pk))
    return list(here.filter(version__gt=old, version__lte=new)[: BETWEEN + 1])


def _steps(article: Article, old: int, new: int, in_source: bool) -> dict[str, str]:
    """From the change of one version, the addresses of the changes before and after it."""
    if old != new - 1:
        return {}
    steps = {"earlier": _address(article, old - 1, old, in_source)} if old > 1 else {}
    if new < article.version:
        steps["later"] = _address(article, new, new + 1, in_source)
    return steps


def _numbers(article: Article) -> list[int]:
    return list(range(article.version, 0, -1)) if article.version <= CHOICES else []


def _address(article: Article, old: int, new: int, in_source: bool = False) -> str:
    query = {"from": old, "to": new} | ({"view": "source"} if in_source else {})
    address = reverse("compare", args=[article.department.slug, article.slug])
    return f"{address}?{urlencode(query)}"
