"""What the rules of writing say of a text: while it is written, and where it was put forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Department, User
from processes import house_rules, merging, rounds, workflow
from processes.house_rules import Checklist
from processes.models import Article, Kind, Proposal, Round
from processes.page_forms import PageForm
from processes.publishing import Content
from processes.views import pacing
from processes.views.access import number_in

# One whose process was killed must not lock its author out for long.
LONGEST = 30  # seconds
WHAT = "checking"
TEXTS = ("title", "summary", "body")
TEMPLATE = "facts_template"


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The checklist for the form as it stands, of `article` (its number) or of a new page.

    Nothing is drawn or kept. Answers 404 for an article that this person may not read, 413 for a
    text that is too long for a page, 429 where they ask too often or for two at once.
    """
    article = _article(request)
    if wait := pacing.begin(WHAT, request.user, LONGEST):
        told = {"Retry-After": str(wait.seconds)}
        return HttpResponse("You asked too often.", status=429, headers=told)
    try:
        if _is_too_long(request.POST.get):
            return HttpResponse("The text is too long for one page.", status=413)
        found = _checklist(request.user, request.POST.get, article)
    finally:
        pacing.end(WHAT, request.user)
    return render(request, "editing/checklist-items.html", {"checklist": found})


def of_form(user: User, form: PageForm, article: Article | None) -> Checklist | None:
    """What the rules say of a form's text as it stands, sent or not; None where it is too long to
    be one."""

    def value(name: str) -> Any:
        return form[name].value() if name in form.fields else ""

    return None if _is_too_long(value) else _checklist(user, value, article)


def of_proposal(user: User, proposal: Proposal, latest: Round | None) -> Checklist | None:
    """For the page of a proposal: what its latest round says; to its author, while they write,
    what the rules say now. None where they were not asked."""
    if proposal.is_editable and proposal.author_id == user.pk:
        if not merging.changes_text(proposal):
            return None
        proposal.author = user  # who has read the departments already
        report = house_rules.report_of(proposal)
        return house_rules.checklist(report.as_json(), proposal)
    return of_round(latest)


def of_round(found: Round | None) -> Checklist | None:
    """What the rules said of a text that was put before somebody."""
    if found is None or found.findings is None:
        return None
    return house_rules.checklist(found.findings, found)


def of_unmet(proposal: Proposal) -> Checklist | None:
    """What the latest round of a proposal does not meet; None (and no query) where it meets all."""
    return of_round(rounds.latest(proposal)) if proposal.unmet else None


def of_refusal(refusal: workflow.RulesNotMet, fields: Content) -> Checklist | None:
    """What a verb found missing in a text that is not kept."""
    return house_rules.checklist(refusal.report.as_json(), fields) if refusal.report else None


def go_and_mend(proposal: Proposal, what: str = "submitted") -> HttpResponse:
    """On to the form of what is saved, which says what is missing, that it was not submitted or
    published (`what`), and asks for a reason."""
    return redirect(reverse("proposal_edit", args=[proposal.pk], query={"unmet": what}))


@dataclass(frozen=True, slots=True)
class _Typed:
    """A text as it was typed, its places those of the boxes that it stands in."""

    title: str
    summary: str
    body: str


def _checklist(user: User, value: Callable[[str], Any], article: Article | None) -> Checklist:
    typed = _Typed(**{name: _plain(value(name)) for name in TEXTS})
    place = article or _department(user, str(value("department") or ""))
    kind, topic = value("kind"), value("topic")
    if kind not in Kind.values:
        kind, topic = (article.kind, article.topic) if article else (Kind.PROCESS, "")
    template = number_in(str(value(TEMPLATE) or ""))
    facts = {"template": template} if template else {}
    content = Content(typed.title, typed.summary, typed.body, facts)
    report = house_rules.report(content, place, user, kind, topic or "")
    return house_rules.checklist(report.as_json(), typed)


def _is_too_long(value: Callable[[str], Any]) -> bool:
    """The rules take some seconds for as much as fits into a request."""
    sent = (str(value(name) or "").encode(errors="replace") for name in TEXTS)
    return any(len(text) > settings.MAX_BODY_BYTES for text in sent)


def _plain(text: Any) -> str:
    """As boxes count their signs; without the one that PostgreSQL refuses."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")


def _article(request: HttpRequest) -> Article | None:
    number = request.POST.get("article") or request.GET.get("article", "")
    if not number:
        return None
    visible = Article.objects.visible_to(request.user).select_related("department")
    article = visible.filter(pk=number_in(number)).first()
    if article is None:
        raise Http404("There is no such page.")
    return article


def _department(user: User, named: str) -> Department:
    """Where a page shall be that does not exist yet; its author's own while nothing is chosen."""
    tree, hidden = user.departments, user.departments.hidden_from(user)
    for pk in (number_in(named), user.department_id, *tree.by_id):
        if pk in tree.by_id and pk not in hidden:
            return tree.by_id[pk]
    raise Http404("There is no department for it.")
