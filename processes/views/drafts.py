"""What the page of the editor knows of the text that its author is in the middle of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.giving_back import written
from processes import working_copies
from processes.models import Article, Proposal, WorkingCopy
from processes.working_copies import Values


@dataclass(frozen=True, slots=True)
class Writing:
    """The copy that this window goes on with, or begins with its first save (`known` 0).

    `is_restored`: the form shows it. `is_refused`: the form shows what was sent. `is_behind`: it
    shows something else, and the first save sets the copy aside. `ended` names copies of which a
    browser need not keep anything.
    """

    key: UUID
    known: int = 0
    copy: WorkingCopy | None = None
    is_restored: bool = False
    is_refused: bool = False
    others: str = ""
    ended: tuple[UUID, ...] = ()

    @property
    def is_behind(self) -> bool:
        return self.copy is not None and not self.is_restored and not self.is_refused

    @property
    def at(self) -> str:
        return moment(self.copy.saved_at) if self.copy else ""


def opened(request: HttpRequest, article: Article | None, proposal: Proposal | None) -> Writing:
    """For a form that is opened: `?copy=` names the copy to go on with, or is `none` to begin
    with what is saved. Otherwise a copy is restored unless the proposal was saved after it."""
    asked = request.GET.get("copy", "")
    found = working_copies.find(request.user, article=article, key=_key(asked))
    present = working_copies.present(request.user, article=article) if article else ()
    facts = {"others": working_copies.said_of(present), "ended": found.ended}
    copy = found.copy
    if copy is None:
        return Writing(uuid4(), **facts)
    is_newest = proposal is None or copy.saved_at > proposal.saved_at
    restored = asked != "none" and (is_newest or _key(asked) == copy.key)
    return Writing(copy.key, copy.revision, copy, restored, **facts)


def refused(request: HttpRequest, article: Article | None) -> Writing:
    """For a form that comes back: its window goes on with what it had."""
    key, known = _key(request.POST.get("copy", "")) or uuid4(), _sent_known(request)
    found = working_copies.find(request.user, article=article, key=key)
    copy = found.copy
    if copy and copy.key == key and copy.holder and copy.holder == _window(request):
        known = copy.revision
    return Writing(key, known, copy, is_refused=True, ended=found.ended)


def settle(request: HttpRequest, saved: Proposal) -> WorkingCopy | None:
    """What was sent is a proposal now: its copy ends. Returns what another window has newer."""
    if (key := _key(request.POST.get("copy", ""))) is None:
        return None
    facts = {"window": _window(request), "known": _sent_known(request)}
    return working_copies.end(request.user, key, **facts, proposal=saved)


def fill_in(form: Form, values: Values) -> None:
    """Gives a fresh form the values of a copy, field by field, as a browser had them."""
    data = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    )
    for name, field in form.fields.items():
        told = (data, MultiValueDict(), form.add_prefix(name))
        if not field.widget.value_omitted_from_data(*told):
            form.initial[name] = field.widget.value_from_datadict(*told)


def given_back(request: HttpRequest) -> HttpResponse | None:
    """A page with the text that was sent to where nothing is taken (any more)."""
    if not (texts := written(request)):
        return None
    return render(request, "editing/given_back.html", {"written": texts}, status=404)


def moment(at: datetime.datetime) -> str:
    """“14:03” today, “3 May, 14:03” before."""
    here = timezone.localtime(at)
    today = here.date() == timezone.localdate()
    return f"{here:%H:%M}" if today else f"{here.day} {here:%b}, {here:%H:%M}"


def _key(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _window(request: HttpRequest) -> str:
    return request.POST.get("copy_window", "").replace("\x00", "")[:36]


def _sent_known(request: HttpRequest) -> int:
    told = request.POST.get("copy_known", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
