"""Where a page has moved on under a proposal: its author chooses, or has both put together."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from processes import merging, permissions, workflow
from processes.merge_forms import MergeForm, left_over
from processes.merging import Conflicts, Merged
from processes.models import Proposal
from processes.views import checking, refusals
from processes.views.access import get_own_proposal, get_proposal, lineage, writers_only
from processes.workflow import Change, overtaking


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def proposal_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Both texts wherever they clash. What is chosen becomes the draft, on the live version."""
    found = get_own_proposal(request.user, pk)
    both = merging.suggestion(found)
    if request.method == "POST":
        return _choose(request, found, both)
    if not found.is_editable:
        return redirect(found)
    if isinstance(both, Merged):
        return redirect("proposal_edit", pk)
    return _page(request, found, MergeForm(both, request.user))


@require_POST
def proposal_catch_up(request: HttpRequest, pk: int) -> HttpResponse:
    """What the job after a publication does, for those who do not want to wait for it."""
    found = get_proposal(request.user, pk)
    mine = found.author_id == request.user.pk
    if not (mine or permissions.decides(request.user, found)):
        raise PermissionDenied("Only its author and those who decide on it may ask for this.")
    try:
        brought = overtaking.bring_up_to_date(found)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    if brought.is_pending:
        messages.success(request, f"Put together with version {brought.base_version}.")
        return redirect(brought)
    messages.warning(request, brought.decisions.first().comment)
    return redirect("proposal_merge" if mine else "proposal", pk)


def _choose(request: HttpRequest, found: Proposal, both: Merged | Conflicts) -> HttpResponse:
    if isinstance(both, Merged):
        return _nothing_to_choose(request, found)
    form = MergeForm(both, request.user, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        saved = workflow.edit(found, request.user, _change(found, form.resolved()))
    except workflow.Refused as refusal:
        form.add_error(None, f"{refusal} What you chose is still below.")
        late = isinstance(refusal, workflow.NotDrawnNow)
        return _page(request, found, form, status=503 if late else 409)
    if request.POST.get("action") != "submit":
        messages.success(request, "Saved. Read it through, then submit it.")
        return redirect("proposal_edit", saved.pk)
    return _submit(request, saved)


def _change(found: Proposal, chosen: Merged) -> Change:
    """The text that was chosen; all else stays as it was."""
    return Change(
        chosen.content,
        note=found.note,
        significance=found.significance,
        base_version=chosen.version,
        filing=found.filing,
        exception=found.exception,
    )


def _submit(request: HttpRequest, saved: Proposal) -> HttpResponse:
    try:
        workflow.submit(saved, request.user)
    except workflow.PageMoved:
        messages.warning(request, "Saved, but the page has changed once more meanwhile.")
        return redirect("proposal_merge", saved.pk)
    except workflow.RulesNotMet:
        return checking.go_and_mend(saved)
    except workflow.Refused as refusal:
        messages.warning(request, f"Saved, but not submitted: {refusal}")
        return redirect("proposal_edit", saved.pk)
    messages.success(request, f"Submitted. {saved.article.owner} will decide on it.")
    return redirect(saved)


def _nothing_to_choose(request: HttpRequest, found: Proposal) -> HttpResponse:
    """A double click, the back button, another tab: what was written there is not lost."""
    stands = (found.title, found.summary, *found.body.split("\n"))
    kept = [
        text
        for text in left_over(request.POST)
        if not all(line.strip() in "\n".join(stands) for line in text.splitlines())
    ]
    if kept:
        return _page(request, found, None, kept=kept, status=409)
    return redirect("proposal_edit" if found.is_editable else "proposal", found.pk)


def _page(
    request: HttpRequest,
    found: Proposal,
    form: MergeForm | None,
    *,
    kept: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "proposal": found,
        "article": found.article,
        "lineage": lineage(request.user, found.article.department),
        "form": form,
        "parts": form.asked() if form else {},
        "facts": form.asked_facts() if form else [],
        "kept": left_over(request.POST, form.places) if form else kept,
    }
    return render(request, "proposals/merge.html", context, status=status)
