"""What was said below a page on the old wiki. Nobody answers there any more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from accounts.models import User
from processes import links
from processes.models import Article, OldComment
from processes.views.access import follows_moves, get_article, lineage

PER_PAGE = 50
DEEPEST = 3  # answers to answers stand no further in


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as this reader may see it. `author` is somebody who is here, if they are."""

    comment: OldComment
    depth: int
    html: SafeString
    author: User | None

    @property
    def author_name(self) -> str:
        return str(self.comment.author or self.comment.author_name or "Somebody")


@require_safe
@follows_moves
def old_discussion(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Threads in the order in which they began, each with its answers. Three queries."""
    article = get_article(request.user, department, slug, "discussion/")
    order = _in_threads(article)
    if not order:
        raise Http404("Nothing was said about this page on an old wiki.")
    page = Paginator(order, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "said": _said(page, request.user),
        "page_obj": page,
    }
    return render(request, "articles/old-discussion.html", context)


def _in_threads(article: Article) -> list[tuple[int, int]]:
    """The ids of all comments, each with how deep it stands, answers below what they answer."""
    answers: dict[int | None, list[int]] = defaultdict(list)
    for pk, above in OldComment.objects.filter(article=article).values_list("pk", "answer_to"):
        answers[above].append(pk)
    order, waiting = [], [(pk, 0) for pk in reversed(answers[None])]
    while waiting:
        pk, depth = waiting.pop()
        order.append((pk, depth))
        waiting += [(below, depth + 1) for below in reversed(answers[pk])]
    return order


def _said(page: Page, reader: User) -> list[Said]:
    rows = OldComment.objects.select_related("author").in_bulk([pk for pk, _ in page.object_list])
    said = []
    for pk, depth in page.object_list:
        if comment := rows.get(pk):
            # Sanitised when it was imported, as the text of a page is.
            html = mark_safe(links.for_reader(comment.html, reader))  # noqa: S308
            author = comment.author if comment.author and comment.author.is_active else None
            said.append(Said(comment, min(depth, DEEPEST), html, author))
    return said
