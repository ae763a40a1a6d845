"""What the forms of new and of known pages have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.people_fields import PeopleField, PersonField, found_by
from processes.forms import ProposalForm
from processes.models import Article, Kind, Topic
from processes.page_forms.facts import FactsForm
from processes.page_forms.pages import LONGEST, parent_called
from processes.workflow import Change


class OwnerField(PersonField):
    """Whoever owns the page already (`present`) may stay, also after they have left."""

    present: Collection[User | None] = ()

    def clean(self, value: Any) -> User | None:
        typed = (value or "").strip()
        for person in self.present:
            if person and typed == self.prepare_value(person):
                return person
        return super().clean(value)


class TitleInput(forms.TextInput):
    """A text input with an empty list of suggestions, which the script fills."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        attrs = {**(attrs or {}), "data-find": reverse("title_find"), "autocomplete": "off"}
        attrs["list"] = f"titles-{attrs.get('id') or name}"
        own = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}"></datalist>', own, attrs["list"])


class PageForm(FactsForm, ProposalForm):
    """`publishing`: it shall go live at once, if it may."""

    kind = forms.ChoiceField(
        label="What kind of page is it?",
        choices=[(Kind.PROCESS, "Process"), (Kind.EXPERTISE, "Expertise")],
        required=False,
        widget=forms.RadioSelect,
    )
    topic = forms.ChoiceField(
        choices=[("", "Choose…"), *Topic.choices],
        required=False,
        help_text="What this expertise is about. A process has no topic.",
    )
    owner = OwnerField(required=False)
    parent = forms.CharField(
        label="Part of",
        max_length=LONGEST,
        required=False,
        widget=TitleInput,
        help_text="The title or address of the page that this one is a part of, in the same"
        " department.",
    )
    consult = PeopleField(
        label="Colleagues to ask",
        required=False,
        help_text="They may read the proposal and comment on it. Nobody waits for them.",
    )

    folded: Collection[str] = ("owner", "parent")

    def __init__(self, *args: Any, user: User, publishing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.publishing = user, publishing
        found_by(user, self.fields.values())

    @property
    def fold_is_open(self) -> bool:
        return any(name in self.errors for name in self.folded)

    def change(self) -> Change:
        change = super().change()
        content = replace(change.content, facts=self.cleaned_data["facts"])
        return replace(change, content=content, filing=self.filing())

    def filing(self) -> dict[str, Any]:
        """What shall be filed differently, as `Proposal.filing` keeps it."""
        raise NotImplementedError

    def clean_consult(self) -> list[User]:
        people: list[User] = self.cleaned_data["consult"]
        if people and self.publishing:
            raise ValidationError(
                "What goes live at once asks nobody. Submit it instead, or empty this."
            )
        return people

    def settle_owner(self, cleaned: dict[str, Any]) -> None:
        """Nobody owns what they may not read."""
        owner, department = cleaned.get("owner"), cleaned.get("department")
        if owner and department and department.pk in self.user.departments.hidden_from(owner):
            self.add_error("owner", f"{owner} may not read the pages of {department}.")

    def settle_topic(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") == Kind.PROCESS:
            cleaned["topic"] = ""
        elif cleaned.get("kind") == Kind.EXPERTISE and cleaned.get("topic") == "":
            self.add_error("topic", "Choose the topic of this expertise.")

    def settle_parent(self, cleaned: dict[str, Any], article: Article | None) -> None:
        """Puts the page that is meant in place of the title that was typed."""
        typed, department = cleaned.get("parent"), cleaned.get("department")
        cleaned["parent"] = None
        if not typed or department is None:
            return
        try:
            cleaned["parent"] = parent_called(typed, department, self.user, article)
        except ValidationError as error:
            self.add_error("parent", error)
