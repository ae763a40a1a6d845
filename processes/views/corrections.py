"""Approving a proposal with other words than its author's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from processes import permissions, workflow
from processes.house_rules import Checklist
from processes.models import Proposal
from processes.publishing import Content
from processes.review_forms import AsRead, CorrectForm
from processes.views import checking, refusals
from processes.views.access import get_proposal_to_decide, lineage
from processes.views.reviews import published


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve with corrections. A text that is refused stays on the page, to be copied."""
    found = get_proposal_to_decide(request.user, pk)
    if request.method == "POST":
        return _correct(request, found)
    if refusal := refusals.why_not_now(request.user, found, own_words=True):
        return refusals.page(request, found, refusal)
    values = CorrectForm.values_of(found) | AsRead.marks_of(found)
    return _correct_page(request, found, CorrectForm(initial=values))


def _correct(request: HttpRequest, found: Proposal) -> HttpResponse:
    form = CorrectForm(request.POST)
    if not form.is_valid():
        if not permissions.decides(request.user, found):
            return refusals.page(request, found, workflow.NotAllowed(refusals.NOT_THEIRS))
        return _correct_page(request, found, form, status=422)
    data = form.cleaned_data
    content = Content(data["title"], data["summary"], data["body"]).with_facts_of(found)
    try:
        version = workflow.approve_corrected(
            found,
            request.user,
            content,
            **form.as_read(),
            **form.word(),
        )
    except workflow.RulesNotMet as refusal:
        form.add_error("override", str(refusal))
        rules = checking.of_refusal(refusal, content)
        return _correct_page(request, found, form, rules=rules, status=422)
    except workflow.TooMuchToDraw as refusal:
        form.add_error("body", str(refusal))
        return _correct_page(request, found, form, status=422)
    except workflow.Refused as refusal:
        status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
        return _correct_page(request, found, form, refusal=refusal, status=status)
    is_corrected = content != Content.of(found)
    done = "Approved with your corrections." if is_corrected else "Approved."
    return published(request, found, version, done)


def _correct_page(
    request: HttpRequest,
    found: Proposal,
    form: CorrectForm,
    *,
    refusal: workflow.Refused | None = None,
    rules: Checklist | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "proposal": found,
        "article": found.article,
        "lineage": lineage(request.user, found.article.department),
        "form": form,
        "is_hidden": refusals.is_hidden_from(request.user, found),
        "refusal": refusals.told(found, refusal) if refusal else None,
        "checklist": rules or checking.of_unmet(found),
    }
    return render(request, "proposals/correct.html", context, status=status)
