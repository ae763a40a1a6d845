"""Writing a proposal, reading it, and what its author does with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from processes import permissions, workflow
from processes.forms import NewArticleForm, ProposalForm
from processes.models import OPEN_STATES, Article, Proposal, State
from processes.models.article import TITLE_LENGTH
from processes.views import refusals
from processes.views.access import (
    follows_moves,
    get_article,
    get_own_proposal,
    get_proposal,
    lineage,
)
from processes.views.reading import compare_url, proposal_context

PER_PAGE = 30


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """My proposals: the open ones, then those that are closed."""
    mine = Proposal.objects.visible_to(request.user).filter(author=request.user).for_lists()
    closed = mine.exclude(state__in=OPEN_STATES).order_by("-closed_at")
    context = {
        "open_proposals": list(mine.open()),
        "page_obj": Paginator(closed, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "proposals/list.html", context)


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what it changes, how it will look, what was said, and who decides."""
    found = get_proposal(request.user, pk)
    return render(request, "proposals/detail.html", proposal_context(request.user, found))


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def propose(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """The form for a change to a page. Whoever has one open already goes on with that."""
    article = get_article(request.user, department, slug, "propose/")
    if not permissions.may_propose(request.user, article):
        raise Http404("This page takes no proposals.")
    if request.method == "POST":
        return _save_first(request, article)
    mine = article.proposals.open().filter(author=request.user).first()
    if mine:
        return redirect("proposal_edit" if mine.is_editable else "proposal", mine.pk)
    initial = {**ProposalForm.values_of(article), "base_version": article.version}
    return _form_page(request, ProposalForm(initial=initial), article)


@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: HttpRequest) -> HttpResponse:
    """The form for a page that does not exist yet."""
    if request.method == "POST":
        return _save_new(request)
    departments = permissions.departments_open_to(request.user)
    asked = departments.filter(slug=_asked(request, "department")).first()
    initial = {
        "title": _asked(request, "title")[:TITLE_LENGTH],
        "department": asked or request.user.department_id,
    }
    return _form_page(request, NewArticleForm(initial=initial, user=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a draft or a returned proposal. Saving it takes the live version as its base.

    A text for a proposal that was submitted meanwhile, in another tab, is refused but kept.
    """
    found = get_own_proposal(request.user, pk)
    if request.method == "POST":
        return _save_again(request, found)
    if not found.is_editable:
        return redirect(found)
    initial = {**ProposalForm.values_of(found), "base_version": found.article.version}
    return _form_page(request, ProposalForm(initial=initial), found.article, found)


@require_POST
def proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, workflow.submit, "Submitted. {owner} will decide on it.")


@require_POST
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, workflow.withdraw, "Withdrawn. You can still read it here.")


@require_POST
def proposal_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    response = _act(request, pk, workflow.take_back, "Back in draft: change it, then submit again.")
    return redirect("proposal_edit", pk) if response.status_code == 302 else response


def _save_first(request: HttpRequest, article: Article) -> HttpResponse:
    form = ProposalForm(request.POST, submitting=_submits(request))
    if not form.is_valid():
        return _form_page(request, form, article)
    return _keep(
        request, form, article, None, lambda: workflow.save(article, request.user, form.change())
    )


def _save_new(request: HttpRequest) -> HttpResponse:
    form = NewArticleForm(request.POST, user=request.user, submitting=_submits(request))
    if not form.is_valid():
        return _form_page(request, form)
    filing = {"kind": form.cleaned_data["kind"], "topic": form.cleaned_data["topic"]}
    department = form.cleaned_data["department"]
    return _keep(
        request,
        form,
        None,
        None,
        lambda: workflow.propose_new(request.user, department, form.change(), **filing),
    )


def _save_again(request: HttpRequest, found: Proposal) -> HttpResponse:
    form = ProposalForm(request.POST, submitting=_submits(request))
    if not form.is_valid():
        return _form_page(request, form, found.article, found)
    return _keep(
        request,
        form,
        found.article,
        found,
        lambda: workflow.edit(found, request.user, form.change()),
    )


def _keep(
    request: HttpRequest,
    form: ProposalForm,
    article: Article | None,
    found: Proposal | None,
    write: Callable[[], Proposal],
) -> HttpResponse:
    """Saves first, then submits: a refused submission never costs the text."""
    try:
        saved = write()
    except workflow.AlreadyOpen as refusal:
        return _already_open(request, form, article, refusal.proposal)
    except workflow.TooMuchToDraw as refusal:
        form.add_error("body", str(refusal))
        return _form_page(request, form, article, found)
    except workflow.NotDrawnNow as refusal:
        form.add_error(None, f"{refusal} Your text is still below.")
        return _form_page(request, form, article, found, status=503)
    except workflow.Refused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, article, found, status=409)
    try:
        if form.submitting:
            workflow.submit(saved, request.user)
    except workflow.PageMoved:
        return _only_saved(request, saved, "the page has changed meanwhile.")
    except workflow.Refused as refusal:
        return _only_saved(request, saved, str(refusal))
    said = "Submitted. {owner} will decide on it." if form.submitting else "Draft saved."
    messages.success(request, said.format(owner=saved.article.owner))
    return redirect(saved)


def _only_saved(request: HttpRequest, saved: Proposal, why_not: str) -> HttpResponse:
    """On to the form of what is saved now: the form before would begin a second proposal."""
    messages.warning(request, f"Saved, but not submitted: {why_not}")
    return redirect("proposal_edit", saved.pk)


def _already_open(
    request: HttpRequest, form: ProposalForm, article: Article | None, mine: Proposal
) -> HttpResponse:
    """A double click lands on the one proposal; a different text is kept on the page."""
    content = form.change().content
    if (mine.title, mine.summary, mine.body) == (content.title, content.summary, content.body):
        if form.submitting and mine.state == State.DRAFT:
            return _act(request, mine.pk, workflow.submit, "Submitted. {owner} will decide on it.")
        return redirect(mine)
    form.add_error(
        None,
        "You already have an open proposal to this page, in another tab perhaps. Your text is"
        " still below: copy what you need into that proposal.",
    )
    return _form_page(request, form, article, status=409, open_proposal=mine)


def _act(
    request: HttpRequest,
    pk: int,
    verb: Callable[..., Proposal],
    said: str,
) -> HttpResponse:
    found = get_own_proposal(request.user, pk)
    try:
        verb(found, request.user)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    messages.success(request, said.format(owner=found.article.owner))
    return redirect(found)


def _form_page(
    request: HttpRequest,
    form: ProposalForm,
    article: Article | None = None,
    found: Proposal | None = None,
    *,
    status: int = 0,
    open_proposal: Proposal | None = None,
) -> HttpResponse:
    """The form, fresh or refused (422, or 409 where the state of things is against it)."""
    moved_on = bool(found and found.page_has_moved_on)
    context = {
        "form": form,
        "article": article,
        "proposal": found,
        "moved_on": moved_on,
        "compare_url": compare_url(found) if moved_on else "",
        "open_proposal": open_proposal,
        "lineage": lineage(request.user, article.department) if article else [],
        "last_decision": found.decisions.first() if found else None,
    }
    status = status or (422 if form.is_bound else 200)
    return render(request, "proposals/form.html", context, status=status)


def _asked(request: HttpRequest, name: str) -> str:
    """A value of the address, without the one character that PostgreSQL refuses."""
    return request.GET.get(name, "").replace("\x00", "")


def _submits(request: HttpRequest) -> bool:
    return request.POST.get("action") == "submit"
