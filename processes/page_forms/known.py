"""A change to a page that readers know.

The form remembers how the page was filed when it was opened (`filed`): who leaves the owner as
shown does not ask for them back where the page has another one by the time the form is sent.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms

from accounts.models import Department
from processes import permissions, proposed_filing
from processes.models import Article, Kind, Proposal, Significance, Topic
from processes.page_forms.base import PageForm
from processes.page_forms.pages import named
from processes.proposed_filing import Filing

FOLDED = ("department", "kind", "topic", "owner", "parent")
IDS = ("department", "owner", "parent")


class ChangeForm(PageForm):
    """What is filed as before is not mentioned in the proposal.

    `trusted`: the owner lets this person publish minor changes to the text.
    """

    department = forms.ModelChoiceField(
        Department.objects.none(),
        required=False,
        empty_label=None,
        help_text="Whoever manages another department has to accept the page there.",
    )
    filed = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    folded = FOLDED

    def __init__(
        self,
        *args: Any,
        article: Article,
        proposal: Proposal | None = None,
        trusted: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article, self.trusted = article, trusted
        self.begin_facts(proposal or article)
        self.now = proposed_filing.of(article)
        self.then = self._filed_then()
        self.part_of = self._named(self.then["parent"])
        self.initial = {**self._as_filed(proposal.filing if proposal else {}), **self.initial}
        self.initial["filed"] = json.dumps(proposed_filing.plain(self.now))
        self.fields["department"].queryset = permissions.departments_open_to(
            self.user
        ) | Department.objects.filter(pk=article.department_id)
        self._ask_for_the_owner()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("department", "kind", "topic", "owner"):
            if name in cleaned and self._is_untouched(name, cleaned[name]):
                cleaned[name] = getattr(self.now, name)
        if cleaned.get("owner") != self.now.owner:
            self.settle_owner(cleaned)
        self.settle_topic(cleaned)
        self.settle_facts(cleaned)
        # Nobody has to be able to find what they leave as it is.
        if not self._is_given("parent") or cleaned.get("parent") == self.part_of:
            stays = cleaned.get("department") == self.now.department
            cleaned["parent"] = self.now.parent if stays else None
        else:
            self.settle_parent(cleaned, self.article)
        if self.publishing and self.trusted and not self.errors:
            self._refuse_more_than_trust(cleaned)
        return cleaned

    def filing(self) -> dict[str, Any]:
        wanted = Filing(*(self.cleaned_data[name] for name in Filing.__slots__))
        return proposed_filing.differences(self.article, wanted)

    @property
    def filed_as(self) -> str:
        """How the page is filed now, in a line."""
        now = self.now
        kind = Topic(now.topic).label if now.topic else Kind(now.kind).label
        parts = [str(now.department), kind, f"owner {now.owner}"]
        return " · ".join([*parts, f"part of “{now.parent}”"] if self.part_of else parts)

    @property
    def files_differently(self) -> bool:
        """Whether the form, as it stands, asks for another place or another owner."""
        return any(
            self[name].value() is not None
            and str(self[name].value()) != str(self.fields[name].prepare_value(value) or "")
            for name, value in self._as_filed({}).items()
        )

    def _as_filed(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The form's first values: the page's, and over them what a draft asks for."""
        return {
            "department": asked.get("department", self.now.department.pk),
            "owner": proposed_filing.person(asked.get("owner")) or self.now.owner,
            "kind": asked.get("kind", self.now.kind),
            "topic": asked.get("topic", self.now.topic),
            "parent": self._named(asked["parent"]) if "parent" in asked else self.part_of,
        }

    def _named(self, pk: int | None) -> str:
        pages = Article.objects.visible_to(self.user).for_lists()
        page = pages.filter(pk=pk).first() if pk else None
        return named(page) if page else ""

    def _ask_for_the_owner(self) -> None:
        owner = self.fields["owner"]
        owner.present = [self.article.owner, proposed_filing.person(self.then["owner"])]
        owner.required = self._is_given("owner")
        owner.help_text = "Decides on every change. Somebody new has to accept the page first."
        owner.error_messages["required"] = "Name the owner: every page has one."

    def _is_untouched(self, name: str, value: Any) -> bool:
        return not self._is_given(name) or getattr(value, "pk", value) == self.then[name]

    def _filed_then(self) -> dict[str, Any]:
        """How the page was filed when the form was opened."""
        now = proposed_filing.plain(self.now)
        try:
            then = json.loads(self.data.get(self.add_prefix("filed"), "")[:300])
        except ValueError:
            return now
        is_whole = isinstance(then, dict) and set(then) == set(now)
        return then if is_whole and all(_is_id(then[name]) for name in IDS) else now

    def _is_given(self, name: str) -> bool:
        """A form that is sent by a program may leave out what stays as it is."""
        return self.add_prefix(name) in self.data

    def _refuse_more_than_trust(self, cleaned: dict[str, Any]) -> None:
        if cleaned["significance"] != Significance.MINOR:
            self.add_error("significance", "Only a minor change goes live without approval.")
        if cleaned["title"] != self.article.title:
            self.add_error("title", "A new title needs approval: submit the change instead.")
        differs = [] if self.errors else [*self.filing(), *self._changed_facts(cleaned["facts"])]
        for name in differs:
            self.add_error(name, "This needs approval: submit the change instead.")

    def _changed_facts(self, told: dict[str, Any] | None) -> list[str]:
        known = self.article.facts
        names = [] if told is None else {**known, **told}
        return [f"facts_{name}" for name in names if known.get(name) != told.get(name)]


def _is_id(value: object) -> bool:
    return value is None or (type(value) is int and 0 < value < 2**63)
