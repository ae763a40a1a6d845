"""Pages that are offered to me, or to a department I answer for, and those I offered."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.db.models.query import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from processes import workflow
from processes.giving_forms import TurnDownForm
from processes.models import Article, Transfer
from processes.views.refusals import TITLES
from processes.workflow import transferring
from processes.workflow.offers import tell_of_many
from processes.workflow.reporting import Report

SHOWN = 500
UNNAMED = "A page that you may not read any more"
WITH = ("article__department", "article__owner", "owner", "department", "by", "answered_by")


@require_http_methods(["GET", "HEAD", "POST"])
def offers(request: HttpRequest) -> HttpResponse:
    """What waits for my answer and for that of others; several are answered together."""
    user = request.user
    to_me = _shown(to_answer(user), user)
    problem, turn_down = "", TurnDownForm(request.POST)
    if request.method == "POST":
        chosen = _chosen(request, to_me)
        problem = _problem(request, chosen, turn_down)
        if not problem:
            return _answer(request, chosen, turn_down)
    mine = Transfer.objects.open().filter(by=user).exclude(pk__in=[row.pk for row in to_me])
    others = for_others(user).exclude(by=user).exclude(pk__in=[row.pk for row in to_me])
    context = {
        "to_me": to_me,
        "by_me": _shown(mine, user),
        "others": _shown(others, user),
        "problem": problem,
        "refusing": request.POST.get("answer") == "refuse",
        "reason": request.POST.get("reason", ""),
        "all": "all" in request.POST,
        "ticked": set(request.POST.getlist("offer")),
    }
    return render(request, "me/offers.html", context, status=422 if problem else 200)


@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: what it is about, and the answer."""
    return _page(request, _find(request.user, pk))


@require_POST
def offer_accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    try:
        article = transferring.accept(found, request.user)
    except workflow.Refused as refusal:
        return _refused(request, found, refusal)
    said = "You answer" if found.owner_id == request.user.pk else f"{article.owner} answers"
    if found.department_id:
        said = f"It belongs to {found.department} now, and {article.owner} still answers"
    messages.success(request, f"Accepted. {said} for this page.")
    return redirect(article)


@require_POST
def offer_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _find(request.user, pk), TurnDownForm(request.POST)
    if form.problem:
        return _page(request, found, problem=form.problem, reason=form.data.get("reason", ""))
    try:
        transferring.refuse(found, request.user, form.cleaned_data["reason"])
    except workflow.Refused as refusal:
        return _refused(request, found, refusal)
    messages.success(request, f"Turned down. {found.by} is told why.")
    return redirect("offers")


@require_POST
def offer_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    try:
        transferring.cancel(found, request.user)
    except workflow.Refused as refusal:
        return _refused(request, found, refusal)
    messages.success(request, "Taken back. The page stays as it is.")
    return redirect("offers")


def to_answer(user: User) -> QuerySet[Transfer]:
    """Open offers that wait for this person first: to them, to the departments whose nearest
    manager they are, or that only an admin is left for."""
    places = user.departments.answered_for_by(user)
    if user.is_admin:
        places |= user.departments.without_manager()
    return Transfer.objects.open().filter(Q(owner=user) | Q(department__in=places))


def for_others(user: User) -> QuerySet[Transfer]:
    """Open offers that this person may answer in the place of others: as a manager above, or as an
    admin."""
    if user.is_admin:
        return Transfer.objects.open()
    return Transfer.objects.open().filter(department__in=user.departments.managed_by(user))


def _shown(transfers: QuerySet[Transfer], user: User) -> list[Transfer]:
    """With what the pages say of them: the name of a page that somebody may not read is told to
    those alone whom the department shall have it from."""
    rows = list(transfers.select_related(*WITH).order_by("at", "pk")[:SHOWN])
    pages = Article.objects.visible_to(user).filter(pk__in=[row.article_id for row in rows])
    readable = set(pages.values_list("pk", flat=True))
    for row in rows:
        row.is_readable = row.article_id in readable
        row.may_answer = transferring.answers_for(user, owner=row.owner, department=row.department)
        row.may_name = row.is_readable or (row.department_id is not None and row.may_answer)
        row.name = row.article.title if row.may_name else UNNAMED
    return rows


def _find(user: User, pk: int) -> Transfer:
    """An offer that this person answers, made, or might take back. Raises Http404."""
    for row in _shown(Transfer.objects.filter(pk=pk), user):
        row.may_cancel = row.by_id == user.pk or transferring.may_offer(user, row.article)
        if row.may_answer or row.may_cancel:
            return row
    raise Http404("There is no such offer.")


def _chosen(request: HttpRequest, rows: list[Transfer]) -> list[Transfer]:
    """Those that were ticked, answered by somebody else meanwhile or not; or all that wait."""
    if request.POST.get("all"):
        return rows
    ticked = [int(pk) for pk in request.POST.getlist("offer") if pk.isdecimal() and len(pk) < 10]
    found = _shown(Transfer.objects.filter(pk__in=ticked), request.user)
    return [row for row in found if row.may_answer]


def _problem(request: HttpRequest, chosen: list[Transfer], turn_down: TurnDownForm) -> str:
    if not chosen:
        return "Choose at least one page."
    return turn_down.problem if request.POST.get("answer") == "refuse" else ""


def _answer(request: HttpRequest, chosen: list[Transfer], turn_down: TurnDownForm) -> HttpResponse:
    """Each is answered by itself; what became of it stands on the page that follows."""
    report, user = Report(), request.user
    refuses, accepted = request.POST.get("answer") == "refuse", []
    for row in chosen:
        row.article.title = row.name  # as far as they may know it
        if refuses:
            reason = turn_down.cleaned_data["reason"]
            report.note(row.article, partial(transferring.refuse, row, user, reason))
        elif report.note(row.article, partial(transferring.accept, row, user, tell=False)):
            accepted.append(row)
    tell_of_many(accepted, user)
    context = {
        "report": report,
        "done": "turned down" if refuses else "accepted",
        "back": {"label": "Back to the offers", "url": reverse("offers")},
    }
    return render(request, "me/report.html", context)


def _page(
    request: HttpRequest, found: Transfer, *, problem: str = "", reason: str = ""
) -> HttpResponse:
    context = {
        "offer": found,
        "waiting": found.article.proposals.pending().count(),
        "problem": problem,
        "reason": reason,
    }
    return render(request, "me/offer.html", context, status=422 if problem else 200)


def _refused(request: HttpRequest, found: Transfer, refusal: workflow.Refused) -> HttpResponse:
    """403 where the person may not, 409 where the state of things is against it."""
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} What you asked for was not done.",
        "links": [
            {"label": "See the offer", "url": reverse("offer", args=[found.pk]), "primary": True},
            {"label": "All offers", "url": reverse("offers")},
        ],
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)
