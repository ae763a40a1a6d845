"""Pages get another owner: one by one, or all that somebody left."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Department, Deputy, User
from processes import workflow
from processes.giving_forms import GiveForm
from processes.models import Article, HandOver, Proposal, Transfer
from processes.views.access import follows_moves, get_article, lineage
from processes.views.refusals import TITLES
from processes.workflow import handing_over, leavers, transferring
from processes.working_copies import left_behind

DONE_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def hand_over_page(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """Offers one page to somebody who shall answer for it, or takes it over."""
    article = get_article(request.user, department, slug, "hand-over/")
    if not transferring.may_hand_over(request.user, article):
        raise Http404("This page is not yours to hand over.")
    is_theirs = article.owner_id == request.user.pk
    form = GiveForm(_data(request), user=request.user, is_theirs=is_theirs)
    if request.method != "POST" or not form.is_valid():
        return _dialog(request, article, form)
    owner, note = form.cleaned_data["owner"], form.cleaned_data["note"]
    try:
        if form.at_once:
            transferring.give(article, request.user, owner, note=note)
            messages.success(request, f"{owner} answers for this page now.")
        else:
            transferring.offer(article, request.user, owner=owner, note=note)
            said = f"{owner} is asked. Until they accept, {article.owner} stays the owner."
            messages.success(request, said)
    except (workflow.Incomplete, workflow.WrongState) as refusal:
        form.add_error("owner", str(refusal))
        return _dialog(request, article, form)
    except workflow.Refused as refusal:
        return _refused(request, refusal, article.get_absolute_url())
    return redirect(article)


@require_safe
def hand_overs(request: HttpRequest) -> HttpResponse:
    """Of people who left, and whose department this person manages."""
    found = leavers.open_to(request.user)
    waiting = found.filter(closed_at=None).annotate(
        pages=Count("person__owned_articles", distinct=True),
        departments=Count("person__managed_departments", distinct=True),
    )
    done = found.exclude(closed_at=None).select_related("closed_by")[:DONE_SHOWN]
    return render(request, "me/hand-overs.html", {"waiting": list(waiting), "done": list(done)})


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """All that somebody left: their pages go to others, many at once."""
    found = _find(request.user, pk)
    form = GiveForm(_data(request), user=request.user)
    pages = handing_over.pages_left(found, request.user)
    if request.method != "POST":
        return _page(request, found, pages, form)
    chosen = _chosen(request, pages)
    if not form.is_valid() or not chosen:
        if not chosen:
            form.add_error(None, "Choose at least one page.")
        return _page(request, found, pages, form)
    owner, note = form.cleaned_data["owner"], form.cleaned_data["note"]
    try:
        report = handing_over.reassign(
            found, request.user, chosen, owner, at_once=form.at_once, note=note
        )
    except workflow.Refused as refusal:
        return _refused(request, refusal, reverse("hand_overs"))
    found.refresh_from_db()
    back = "hand_over" if found.closed_at is None else "hand_overs"
    context = {
        "report": report,
        "done": f"given to {owner}" if form.at_once else f"offered to {owner}",
        "back": {
            "label": "Go on" if found.closed_at is None else "All hand-overs",
            "url": reverse(back, args=[pk] if found.closed_at is None else []),
        },
    }
    return render(request, "me/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_text(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A text that the leaver was in the middle of, to be read, or gone on with as one's own."""
    found = _find(request.user, pk)
    text = next((t for t in left_behind.unfinished(found, request.user) if t.key == key), None)
    if text is None:
        raise Http404("There is no such text.")
    if request.method == "POST":
        return _take_over(request, found, text)
    written = [("Title", text.content.title), ("Summary", text.content.summary)]
    written += [("Text", text.content.body), ("Note", text.note)]
    context = {"hand_over": found, "text": text, "written": [told for told in written if told[1]]}
    return render(request, "me/left-text.html", context)


@require_POST
def hand_over_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    try:
        handing_over.close(found, request.user)
    except workflow.Refused as refusal:
        return _refused(request, refusal, reverse("hand_over", args=[pk]))
    messages.success(request, f"The hand-over of {found.person} is done.")
    return redirect("hand_overs")


def _take_over(request: HttpRequest, found: HandOver, text: left_behind.Unfinished) -> HttpResponse:
    try:
        draft = left_behind.take_over(found, request.user, text.key)
    except workflow.AlreadyOpen as refusal:
        mine = {"label": "Your proposal", "url": refusal.proposal.get_absolute_url()}
        return _refused(request, refusal, reverse("hand_over", args=[found.pk]), mine)
    except workflow.Refused as refusal:
        return _refused(request, refusal, reverse("hand_over", args=[found.pk]))
    messages.success(request, "It is your draft now. Nobody else sees it until you submit it.")
    return redirect("proposal_edit", draft.pk)


def _data(request: HttpRequest) -> QueryDict | None:
    """What was sent; an empty form is a form, too."""
    return request.POST if request.method == "POST" else None


def _find(user: User, pk: int) -> HandOver:
    found = leavers.open_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such hand-over.")
    return found


def _chosen(request: HttpRequest, pages: list[Article]) -> list[Article]:
    """Those that were ticked, also if somebody else was quicker; or all that are not offered."""
    if request.POST.get("all"):
        return [page for page in pages if page.offered is None]
    ticked = [int(pk) for pk in request.POST.getlist("page") if pk.isdecimal() and len(pk) < 10]
    found = Article.objects.visible_to(request.user).filter(pk__in=ticked)
    return list(found.for_lists().order_by("title", "pk"))


def _page(
    request: HttpRequest, found: HandOver, pages: list[Article], form: GiveForm
) -> HttpResponse:
    person, user, today = found.person, request.user, timezone.localdate()
    pending = Proposal.objects.visible_to(user).pending().filter(article__owner=person)
    offered = Transfer.objects.open().filter(by=person, article__in=_readable(user))
    stood_in = Deputy.objects.filter(deputy=person, ends__gte=today)
    stands_in = Deputy.objects.filter(manager=person, ends__gte=today, deputy__is_active=True)
    owned = Article.objects.filter(owner=person).count()
    context = {
        "hand_over": found,
        "person": person,
        "pages": pages,
        "hidden": owned - len(pages),
        "free": sum(page.offered is None for page in pages),
        "texts": left_behind.unfinished(found, user),
        "departments": list(Department.objects.filter(manager=person)),
        "pending": list(pending.for_lists().order_by("submitted_at", "pk")),
        "offered_by_them": list(
            offered.select_related("article__department", "owner", "department")
        ),
        "stood_in": list(stood_in.select_related("manager")),
        "stands_in": list(stands_in.select_related("deputy")),
        "form": form,
        "all": "all" in request.POST,
        "ticked": set(request.POST.getlist("page")),
    }
    return render(request, "me/hand-over.html", context, status=422 if form.is_bound else 200)


def _readable(user: User) -> object:
    return Article.objects.visible_to(user).values("pk")


def _dialog(request: HttpRequest, article: Article, form: GiveForm) -> HttpResponse:
    open_offer = article.transfers.open().filter(owner__isnull=False)
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "form": form,
        "pending": article.proposals.pending().count(),
        "offered": open_offer.select_related("owner", "by").first(),
    }
    return render(request, "filing/hand-over.html", context, status=422 if form.is_bound else 200)


def _refused(
    request: HttpRequest, refusal: workflow.Refused, back: str, *links: dict[str, str]
) -> HttpResponse:
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} What you asked for was not done.",
        "links": [{"label": "Go back", "url": back, "primary": True}, *links],
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)
