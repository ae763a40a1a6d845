"""The forms in which a proposal is written: for a page, for a new one, and once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from processes import merging, permissions, workflow
from processes.merging import Conflicts
from processes.models import Proposal
from processes.models.article import TITLE_LENGTH
from processes.page_forms import NewArticleForm, PageForm
from processes.views import beginning, drafts
from processes.views.access import follows_moves, get_article, get_own_proposal, writers_only
from processes.views.desk import Desk
from processes.views.saving import keep, still_to_ask
from processes.views.sections import same_section


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
@follows_moves
def propose(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """The form for a change to a page. Whoever has one open already goes on with that."""
    try:
        article = get_article(request.user, department, slug, "propose/")
        if not permissions.may_propose(request.user, article):
            raise Http404("This page takes no proposals.")
    except Http404:
        if page := drafts.given_back(request):
            return page
        raise
    desk = Desk(request, article)
    if request.method == "POST":
        form = desk.form()
        return keep(desk, form, lambda: workflow.save(article, request.user, form.change()))
    mine = article.proposals.open().filter(author=request.user).first()
    if mine:
        there = reverse("proposal_edit" if mine.is_editable else "proposal", args=[mine.pk])
        return redirect(same_section(request, there))
    return desk.page(desk.opened({**PageForm.values_of(article), "base_version": article.version}))


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def new_article(request: HttpRequest) -> HttpResponse:
    """The form for a page that does not exist yet."""
    desk = Desk(request)
    if request.method == "POST":
        form = desk.form()
        return keep(desk, form, lambda: _propose_new(request, form))
    departments = permissions.departments_open_to(request.user)
    asked = departments.filter(slug=_asked(request, "department")).first()
    if choice := beginning.offer(request, asked or request.user.department):
        return choice
    initial = {
        **beginning.values(request),
        "title": _asked(request, "title")[:TITLE_LENGTH],
        "department": asked or request.user.department_id,
    }
    return desk.page(desk.opened(initial))


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a draft or a returned proposal, put together with what is live now; where the
    two clash, its author chooses first.

    A text for a proposal that was submitted meanwhile, in another tab, is refused but kept.
    """
    try:
        found = get_own_proposal(request.user, pk)
    except Http404:
        if page := drafts.given_back(request):
            return page
        raise
    desk = Desk(request, found.article, found)
    if request.method == "POST":
        form = desk.form()
        return keep(desk, form, lambda: workflow.edit(found, request.user, form.change()))
    if not found.is_editable:
        return redirect(found)
    initial = {
        **PageForm.values_of(found),
        "base_version": found.article.version,
        "consult": still_to_ask(request, found),
    }
    # What was written since is saved first; the newer version comes into it then.
    if desk.writing.is_restored or not _needs_merging(found):
        return desk.page(desk.opened(initial))
    both = merging.suggestion(found)
    if isinstance(both, Conflicts):
        return redirect("proposal_merge", pk)
    text = {name: getattr(both.content, name) for name in ("title", "summary", "body", "facts")}
    initial |= {**text, "base_version": both.version}
    return desk.page(desk.form(initial), merged=True)


def _propose_new(request: HttpRequest, form: NewArticleForm) -> Proposal:
    kind = {name: form.cleaned_data[name] for name in ("kind", "topic")}
    return workflow.propose_new(
        request.user, form.cleaned_data["department"], form.change(), **kind
    )


def _needs_merging(found: Proposal) -> bool:
    """What only files the page differently is no text to put together with another one."""
    return found.page_has_moved_on and merging.changes_text(found)


def _asked(request: HttpRequest, name: str) -> str:
    """A value of the address, without the one character that PostgreSQL refuses."""
    return request.GET.get(name, "").replace("\x00", "")
