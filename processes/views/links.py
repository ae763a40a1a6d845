"""The links of a page, the link report, and the link proposed where a page is only named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.query import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Department, User
from processes import mentions, permissions, reports, workflow
from processes.models import Article
from processes.reports import Scope
from processes.views.access import follows_moves, get_article, lineage, writers_only

PER_PAGE = 50
ARCHIVED_SHOWN = 50
OVERVIEW_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the link report: its name in the address, its title, and what it lists."""

    key: str
    title: str
    rows: Callable[[Scope], QuerySet[Any] | list[Any]]


SECTIONS = (
    Section("pages", "Broken page links", reports.broken_pages),
    Section("sections", "Broken sections", reports.broken_sections),
    Section("outside", "Dead outside links", reports.dead_outside),
    Section("ambiguous", "Ambiguous titles", reports.ambiguous),
    Section("wanted", "Wanted pages", reports.wanted),
    Section("orphans", "Orphans", reports.orphans),
)


@require_safe
@follows_moves
def article_links(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """What leads to a page, where it leads, and which pages only name it."""
    article = _published(request.user, department, slug)
    scope = Scope(request.user)
    leading = reports.leading_here(scope, article)
    page = Paginator(leading.filter(archived_at=None), PER_PAGE).get_page(request.GET.get("page"))
    archived = list(leading.filter(archived_at__isnull=False)[:ARCHIVED_SHOWN])
    said = reports.sentences(article, [*page.object_list, *archived])
    outgoing, outside = reports.outgoing(scope, article), list(reports.outside_links(article))
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "page_obj": page,
        "leading": [(found, said.get(found.pk, [])) for found in page.object_list],
        "archived": [(found, said.get(found.pk, [])) for found in archived],
        "outgoing": outgoing,
        "outside": outside,
        "goals": outgoing.count + len(outside),
        "broken_sections": reports.broken_sections_of(scope, article),
        "mentions": mentions.unlinked(article, request.user) if page.number == 1 else [],
        "may_file": permissions.may_file(request.user, article),
    }
    return render(request, "links/article.html", context)


@require_POST
@writers_only
@follows_moves
def propose_link(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """A draft to the page `source`, with its first mention of this page made a link."""
    article = _published(request.user, department, slug)
    page = get_object_or_404(
        Article.objects.visible_to(request.user).published().select_related("department", "owner"),
        pk=_number(request.POST.get("source", "")),
    )
    change = mentions.proposed_link(article, page, request.user)
    if change is None:
        messages.warning(request, f"“{page}” no longer names this page outside of a link.")
        return redirect("article_links", article.department.slug, article.slug)
    try:
        draft = workflow.save(page, request.user, change)
    except workflow.AlreadyOpen as refusal:
        mine = refusal.proposal
        messages.info(request, f"You have an open proposal to “{page}” already. Add the link here.")
        return redirect("proposal_edit" if mine.is_editable else "proposal", mine.pk)
    except workflow.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("article_links", article.department.slug, article.slug)
    messages.success(request, "The link is in the text below. Check it, then submit it.")
    return redirect("proposal_edit", draft.pk)


@require_safe
def link_report(request: HttpRequest) -> HttpResponse:
    """What is wrong with the links of the wiki or of a department: counted, and the first of each.

    `?show=` opens one part of it whole.
    """
    chosen = chosen_department(request)
    scope = Scope(request.user, chosen)
    shown = next((part for part in SECTIONS if part.key == request.GET.get("show")), None)
    pages = {part.key: Paginator(part.rows(scope), PER_PAGE) for part in SECTIONS}
    number = request.GET.get("page")
    context = {
        "department": chosen,
        "branches": request.user.departments.branches(request.user),
        "shown": shown,
        "sections": [(part, pages[part.key].count) for part in SECTIONS],
        "page_obj": pages[shown.key].get_page(number) if shown else None,
    }
    context["parts"] = [
        (part, pages[part.key].count, _rows(scope, part, pages[part.key], context["page_obj"]))
        for part in SECTIONS
        if shown in (None, part)
    ]
    context["in_order"] = [part for part, count in context["sections"] if not count]
    return render(request, "links/report.html", context)


def chosen_department(request: HttpRequest) -> Department | None:
    """The department of the address, None for the whole wiki. Raises Http404 for another."""
    slug = request.GET.get("department", "")
    if not slug:
        return None
    tree = request.user.departments
    known = tree.shape.by_slug.get(slug)
    if known is None or known in tree.hidden_from(request.user):
        raise Http404("There is no such department.")
    return tree.by_id[known]


def _rows(scope: Scope, part: Section, pages: Paginator, shown: Any) -> dict[str, Any]:
    """What the part's template draws: its rows, and what belongs to all of them."""
    rows = list(shown.object_list if shown else pages.object_list[:OVERVIEW_SHOWN])
    if part.key == "wanted":
        return {"rows": reports.with_asking(scope, rows)}
    if part.key == "pages":
        return {"rows": [(link, reports.problem(link)) for link in rows]}
    return {"rows": rows}


def _published(user: User, department: str, slug: str) -> Article:
    article = get_article(user, department, slug, "links/")
    if not article.is_published:
        raise Http404("This page was never published.")
    return article


def _number(raw: str) -> int:
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0
