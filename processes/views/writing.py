"""The forms in which a proposal is written: for a page, for a new one, and once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from processes import merging, permissions, workflow
from processes.merging import Conflicts
from processes.models import Proposal
from processes.models.article import TITLE_LENGTH
from processes.page_forms import NewArticleForm, PageForm
from processes.views.access import follows_moves, get_article, get_own_proposal
from processes.views.desk import Desk
from processes.views.saving import keep, still_to_ask


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def propose(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """The form for a change to a page. Whoever has one open already goes on with that."""
    article = get_article(request.user, department, slug, "propose/")
    if not permissions.may_propose(request.user, article):
        raise Http404("This page takes no proposals.")
    desk = Desk(request, article)
    if request.method == "POST":
        form = desk.form()
        return keep(desk, form, lambda: workflow.save(article, request.user, form.change()))
    mine = article.proposals.open().filter(author=request.user).first()
    if mine:
        return redirect("proposal_edit" if mine.is_editable else "proposal", mine.pk)
    return desk.page(desk.form({**PageForm.values_of(article), "base_version": article.version}))


@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: HttpRequest) -> HttpResponse:
    """The form for a page that does not exist yet."""
    desk = Desk(request)
    if request.method == "POST":
        form = desk.form()
        return keep(desk, form, lambda: _propose_new(request, form))
    departments = permissions.departments_open_to(request.user)
    asked = departments.filter(slug=_asked(request, "department")).first()
    initial = {
        "title": _asked(request, "title")[:TITLE_LENGTH],
        "department": asked or request.user.department_id,
    }
    return desk.page(desk.form(initial))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a draft or a returned proposal, put together with what is live now; where the
    two clash, its author chooses first.

    A text for a proposal that was submitted meanwhile, in another tab, is refused but kept.
    """
    found = get_own_proposal(request.user, pk)
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
    if not _needs_merging(found):
        return desk.page(desk.form(initial))
    both = merging.suggestion(found)
    if isinstance(both, Conflicts):
        return redirect("proposal_merge", pk)
    text = {name: getattr(both.content, name) for name in ("title", "summary", "body")}
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
