"""Moving a page, archiving it, taking it out of the archive: first what it means for others.

Giving it to another owner is in `hand_overs`.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from processes import links, mentions, permissions, workflow
from processes.filing_forms import ArchiveForm, MoveForm
from processes.models import Action, Article, Transfer
from processes.views.access import follows_moves, get_article, lineage
from processes.views.refusals import TITLES


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def move(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Gives a page another department or address, or offers it to that department."""
    article = mine_to_file(request.user, department, slug, "move/")
    here = {"department": article.department_id, "slug": article.slug}
    form = MoveForm(request.POST or None, initial=here, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return _dialog(request, "filing/move.html", article, form)
    place, new_slug = form.cleaned_data["department"], form.cleaned_data["slug"]
    if (place, new_slug or article.slug) == (article.department, article.slug):
        messages.info(request, "The page is there already.")
        return redirect(article)
    try:
        moved = workflow.move(
            article, request.user, place, new_slug, note=form.cleaned_data["note"]
        )
    except workflow.Incomplete as refusal:
        form.add_error("slug", str(refusal))
        return _dialog(request, "filing/move.html", article, form)
    except workflow.Refused as refusal:
        return _refused(request, article, refusal)
    if isinstance(moved, Transfer):
        messages.success(request, f"Offered to {place}. The page stays here until they accept.")
        return redirect(article)
    messages.success(request, "Moved. Links and old addresses go on leading to it.")
    return redirect(moved)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def archive(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Takes a page out of use, with a page to go to instead; shows an archived one its way back."""
    article = mine_to_file(request.user, department, slug, "archive/")
    if article.is_archived:
        return _archived(request, article)
    suggestions = mentions.similar(article, request.user)
    form = ArchiveForm(
        request.POST or None, article=article, user=request.user, suggestions=suggestions
    )
    if request.method != "POST" or not form.is_valid():
        return _dialog(request, "filing/archive.html", article, form)
    reason, replacement = form.cleaned_data["reason"], form.replacement
    try:
        workflow.archive(article, request.user, reason=reason, replacement=replacement)
    except workflow.Incomplete as refusal:
        form.add_error(None, str(refusal))
        return _dialog(request, "filing/archive.html", article, form)
    except workflow.Refused as refusal:
        return _refused(request, article, refusal)
    said = f" Its links lead to “{replacement}” now." if replacement else ""
    messages.success(request, f"Archived.{said} You can take it out of the archive again.")
    return redirect(article)


@require_POST
@follows_moves
def restore(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Puts an archived page back into use."""
    article = mine_to_file(request.user, department, slug, "restore/")
    if not article.is_archived:
        messages.info(request, "The page is not in the archive.")
        return redirect(article)
    try:
        workflow.restore(article, request.user)
    except workflow.Refused as refusal:
        return _refused(request, article, refusal)
    messages.success(request, "The page is in use again.")
    return redirect(article)


def mine_to_file(user: User, department: str, slug: str, suffix: str) -> Article:
    """A published page that this person may file. Raises Http404."""
    article = get_article(user, department, slug, suffix)
    if not article.is_published or not permissions.may_file(user, article):
        raise Http404("This page is not yours to file.")
    return article


def _dialog(
    request: HttpRequest, template: str, article: Article, form: MoveForm | ArchiveForm
) -> HttpResponse:
    """The form below what it means for the pages that link here; 422 where it is refused."""
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "form": form,
        "affected": links.affected(article, request.user),
        "pending": article.proposals.pending().count(),
        "offered": _offered(article),
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def _offered(article: Article) -> Transfer | None:
    """The open offer to another department."""
    found = article.transfers.open().filter(department__isnull=False)
    return found.select_related("department", "by").first()


def _archived(request: HttpRequest, article: Article) -> HttpResponse:
    """A second click on “Archive” lands here, too."""
    if request.method == "POST":
        messages.info(request, "The page was archived already.")
    visible = Article.objects.visible_to(request.user).select_related("department")
    decisions = article.decisions.filter(action=Action.ARCHIVED).select_related("by")
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "decision": decisions.order_by("-pk").first(),
        "replacement": visible.filter(pk=article.replaced_by_id).first(),
        "affected": links.affected(article, request.user),
    }
    return render(request, "filing/archived.html", context)


def _refused(request: HttpRequest, article: Article, refusal: workflow.Refused) -> HttpResponse:
    """403 where the person may not, 409 where the state of things is against it."""
    open_page = {"label": "Open the page", "url": article.get_absolute_url(), "primary": True}
    address = reverse("article_links", args=[article.department.slug, article.slug])
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} What you asked for was not done.",
        "article": article,
        "links": [open_page, {"label": "Links of this page", "url": address}],
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)
