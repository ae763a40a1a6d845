"""Approving a part of a proposal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from processes import proposed_filing, workflow
from processes.house_rules import Checklist
from processes.models import Proposal
from processes.proposed_filing import describing
from processes.publishing import Content
from processes.review_forms import AsRead, PartForm
from processes.text import choosing
from processes.text.diffing import Diff, diff
from processes.views import checking, comparison, refusals
from processes.views.access import get_proposal_to_decide, lineage
from processes.views.reviews import published

# A form with more boxes than that is refused before anybody reads it.
MOST_CHOICES = 500
TOO_MANY = f"It has more than {MOST_CHOICES} changes: approve, correct or return it as a whole."

Row = dict[str, Any]  # label; changes: each a comparison.Field

_HEADING = re.compile(r"#{1,6}\s+(.*?)[\s#]*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """One change of the text that can be taken or left."""

    number: int
    section: str
    diff: Diff
    is_taken: bool


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve some of the changes; what is left goes back to the author."""
    found = get_proposal_to_decide(request.user, pk)
    if request.method == "POST":
        return _part(request, found)
    if refusal := refusals.why_not_now(request.user, found):
        return refusals.page(request, found, refusal)
    if found.is_new_article:
        return redirect(found)
    if len(_changes(found)) > MOST_CHOICES:
        return refusals.page(request, found, workflow.Incomplete(TOO_MANY))
    return _part_page(request, found)


def _part(request: HttpRequest, found: Proposal) -> HttpResponse:
    if answer := refusals.barred(request, found, kept=request.POST.get("comment", "")):
        return answer
    form = _part_form(request.user, found, data=request.POST)
    if not form.is_valid():
        return _part_page(request, found, form, status=422)
    data = form.cleaned_data
    try:
        version = workflow.approve_part(
            found,
            request.user,
            numbers=data["numbers"],
            fields={*data["fields_taken"], *_already_so(request.user, found)},
            **form.as_read(),
            **form.word(),
        )
    except workflow.RulesNotMet as refusal:
        form.add_error("override", str(refusal))
        rules = checking.of_refusal(refusal, Content("", "", ""))
        return _part_page(request, found, form, rules=rules, status=422)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal, kept=data["comment"])
    found.refresh_from_db(fields=["state"])
    done = "Approved in part." if found.is_editable else "Approved."
    return published(request, found, version, done)


def _part_page(
    request: HttpRequest,
    found: Proposal,
    form: PartForm | None = None,
    *,
    rules: Checklist | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = _rows(request.user, found)
    changes = _changes(found)
    if form is None:
        everything = {
            "numbers": [change.number for change in changes],
            "fields_taken": [name for name, _row in rows],
        }
        form = _part_form(request.user, found, initial=AsRead.marks_of(found) | everything)
    taken = {str(value) for value in form["numbers"].value() or ()}
    taken_fields = set(form["fields_taken"].value() or ())
    sections = _sections(found.body)
    context = {
        "proposal": found,
        "article": found.article,
        "lineage": lineage(request.user, found.article.department),
        "form": form,
        "checklist": rules or checking.of_unmet(found),
        "fields": [{"name": name, "is_taken": name in taken_fields, **row} for name, row in rows],
        "choices": [
            Choice(
                change.number,
                sections[max(change.new_line - 1, 0)],
                diff(change.old, change.new),
                str(change.number) in taken,
            )
            for change in changes
        ],
    }
    return render(request, "proposals/part.html", context, status=status)


def _part_form(user: User, found: Proposal, **values: object) -> PartForm:
    numbers = [change.number for change in _changes(found)]
    names = [(name, row["label"]) for name, row in _rows(user, found)]
    return PartForm(numbers=numbers, names=names, **values)


def _changes(found: Proposal) -> tuple[choosing.Change, ...]:
    return choosing.changes(comparison.base_text(found).body, found.body)


def _sections(body: str) -> list[str]:
    """For each line, and for the end, the heading that it stands under."""
    found = [""]
    for line in body.split("\n"):
        heading = _HEADING.match(line)
        found.append((heading[1] if heading else "") or found[-1])
    return found


def _rows(user: User, found: Proposal) -> list[tuple[str, Row]]:
    """What changes beside the text, each with its name for `approve_part`. Facts are one thing."""
    fields = comparison.changed_fields(comparison.base_text(found), found, user)
    names = {label: name for name, label in comparison.LABELS.items()}
    rows = [(names[row["label"]], _row(row["label"], [row])) for row in fields if _is_words(row)]
    if told := [row for row in fields if not _is_words(row)]:
        rows.append(("facts", _row("Facts", told)))
    names = {label: name for name, label in describing.LABELS.items()}
    filed = proposed_filing.described(found, user)
    return rows + [(names[row["label"]], _row(row["label"], [row])) for row in filed]


def _is_words(row: comparison.Field) -> bool:
    return row["label"] in comparison.LABELS.values()


def _row(label: str, changes: list[comparison.Field]) -> Row:
    return {"label": label, "changes": changes}


def _already_so(user: User, found: Proposal) -> set[str]:
    """What it would file differently, and is so by now: there is nothing left to choose."""
    return found.filing.keys() - {name for name, _row in _rows(user, found)}
