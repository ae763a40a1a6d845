"""Where a proposal is written: its form, who will decide, and whether it may go live at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from processes import permissions
from processes.models import Article, Proposal
from processes.page_forms import ChangeForm, NewArticleForm, PageForm
from processes.views import checking, drafts
from processes.views.access import lineage
from processes.views.reading import compare_url
from processes.views.sections import place_caret


@dataclass(frozen=True, slots=True)
class Direct:
    """How the author's own change goes live at once: by their own approval, or `trusted` with
    minor ones. `note` tells them what happens then."""

    trusted: bool
    note: str


@dataclass(frozen=True)
class Desk:
    """A change to `article`, or a page that does not exist yet (None). `proposal` is given once
    something is saved."""

    request: HttpRequest
    article: Article | None = None
    proposal: Proposal | None = None

    @property
    def user(self) -> User:
        return self.request.user

    @cached_property
    def deciders(self) -> list[User]:
        """Who would decide on it, first in line first. Unknown while the page has no place."""
        return permissions.deciders(self.article, self.user) if self.article else []

    @cached_property
    def direct(self) -> Direct | None:
        """How it may go live at once, if it may."""
        if self.article is None:
            return Direct(False, OWN_DEPARTMENT) if self._decides_on_new_pages() else None
        if self.user in self.deciders:
            return Direct(False, OWN)
        if self.article.is_published and permissions.trusts(self.article, self.user):
            return Direct(True, TRUSTED.format(owner=self.article.owner))
        return None

    @cached_property
    def writing(self) -> drafts.Writing:
        """What this window goes on with, see `processes.working_copies`."""
        if self.request.method == "POST":
            return drafts.refused(self.request, self.article)
        return drafts.opened(self.request, self.article, self.proposal)

    def opened(self, initial: dict[str, Any]) -> PageForm:
        """The form with first values, or as its author left it."""
        form = self.form(initial)
        if self.writing.copy and self.writing.is_restored:
            drafts.fill_in(form, self.writing.copy.values)
        return form

    def form(self, initial: dict[str, Any] | None = None) -> PageForm:
        """The form, with what was sent or with first values."""
        sent = self.request.POST if self.request.method == "POST" else None
        action = self.request.POST.get("action")
        facts: dict[str, Any] = {
            "data": sent,
            "initial": initial,
            "user": self.user,
            "article": self.article,
            "proposal": self.proposal,
            "submitting": action in ("submit", "publish"),
            "publishing": action == "publish",
        }
        if self.article is None or not self.article.is_published:
            return NewArticleForm(**facts)
        return ChangeForm(**facts, trusted=bool(self.direct and self.direct.trusted))

    def page(self, form: PageForm, *, status: int = 0, **more: object) -> HttpResponse:
        """The form, fresh or refused (422, or 409 where the state of things is against it)."""
        found = self.proposal
        moved_on = (form.is_bound or self.writing.is_restored) and self._has_moved_past(form)
        saved_or_sent = found is not None or form.is_bound
        context = {
            "form": form,
            "article": self.article,
            "proposal": found,
            "moved_on": moved_on,
            "compare_url": compare_url(found) if moved_on and found else "",
            "lineage": lineage(self.user, self.article.department) if self.article else [],
            "last_decision": found.decisions.select_related("by").first() if found else None,
            "consulted": _consulted(found) if found else [],
            "decider": next(iter(self.deciders), None),
            "decides_here": self.user in self.deciders,
            "direct": self.direct,
            "writing": self.writing,
            "checklist": checking.of_form(self.user, form, self.article) if saved_or_sent else None,
            **more,
        }
        place_caret(self.request, form)
        status = status or (422 if form.is_bound else 200)
        return render(self.request, "proposals/form.html", context, status=status)

    def _decides_on_new_pages(self) -> bool:
        tree = self.user.departments
        return any(not tree.four_eyes(pk) for pk in tree.answered_for_by(self.user))

    def _has_moved_past(self, form: PageForm) -> bool:
        """Whether a newer version is live than the one that the sent text is a change to."""
        if self.article is None or not self.article.is_published:
            return False
        return str(form["base_version"].value()) != str(self.article.version)


OWN = "“Publish now” goes live at once. The history will say that you approved your own proposal."
OWN_DEPARTMENT = (
    "Where you decide, “Publish now” goes live at once. The history will say that you approved your"
    " own page."
)
TRUSTED = (
    "{owner} trusts you with minor changes: “Publish now” goes live at once, and {owner} is told."
)


def _consulted(proposal: Proposal) -> list[User]:
    asked = proposal.consultations.select_related("person").order_by("pk")
    return [consultation.person for consultation in asked]
