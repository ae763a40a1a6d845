"""The fields of a page that tell its facts.

A form that is sent without one of them, by a program or by an older page, leaves that fact as it
is; what the author may not know of stays as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms

from accounts.finding import Directory
from accounts.models import User
from accounts.people_fields import LONGEST_NAME, each_named
from processes import facts, page_templates
from processes.forms import UNSEEN
from processes.models import Article, ArticleTemplate, Kind, Proposal
from processes.page_forms.fact_inputs import (
    FREQUENCIES,
    SuggestingInput,
    ToolsInput,
    WhoInput,
    lines_input,
)
from processes.page_forms.fact_texts import as_lines, as_texts, at_most, in_a_line

NOBODY = (
    "Nobody here is called “{name}”. Write the whole name, the e-mail address, or the name of a"
    " department."
)
NO_TOOL = "“{name}” is not in the tool catalogue. Check the spelling, or propose it there first."

_LONGEST_LIST = facts.MOST_ITEMS * (facts.LONGEST_LINE + 2)


class FactsForm(forms.Form):
    """A part of `PageForm`, which gives `user`. Each field is named `facts_` and its fact."""

    user: User

    facts_template = forms.TypedChoiceField(label="Template", required=False, coerce=int)
    facts_trigger = forms.CharField(
        max_length=facts.LONGEST_LINE,
        required=False,
        help_text="What sets it off, for example “A contract is signed”.",
    )
    facts_frequency = forms.CharField(
        max_length=facts.LONGEST_LINE,
        required=False,
        widget=SuggestingInput(FREQUENCIES),
        help_text="About how many times, in your words or ours.",
    )
    facts_inputs = forms.CharField(
        max_length=_LONGEST_LIST,
        required=False,
        widget=lines_input(2),
        help_text="What has to be there first, one thing on each line.",
    )
    facts_outputs = forms.CharField(
        max_length=_LONGEST_LIST,
        required=False,
        widget=lines_input(2),
        help_text="What is there afterwards, one thing on each line.",
    )
    facts_responsible = forms.CharField(
        max_length=LONGEST_NAME * 20,
        required=False,
        widget=WhoInput(),
        help_text="Who does the work: people or whole departments.",
    )
    facts_consulted = forms.CharField(
        max_length=LONGEST_NAME * 20,
        required=False,
        widget=WhoInput(),
        help_text="Who is asked before it is done.",
    )
    facts_informed = forms.CharField(
        max_length=LONGEST_NAME * 20,
        required=False,
        widget=WhoInput(),
        help_text="Who is told once it is done.",
    )
    facts_tools = forms.CharField(
        max_length=LONGEST_NAME * 20,
        required=False,
        widget=ToolsInput(),
        help_text="Names from the tool catalogue. The page of each tool lists this one then.",
    )

    def begin_facts(self, source: Article | Proposal | None) -> None:
        """Takes up what the page or its proposal tells; `initial["facts"]` goes before it."""
        self.facts_before: Mapping[str, Any] = source.facts if source else {}
        shown = self.initial.get("facts", self.facts_before)
        if not self.is_bound:
            self.initial = {**as_texts(shown, self.user), **self.initial}
        for name, label in facts.LABELS.items():
            self.fields[f"facts_{name}"].label = label
        found = page_templates.choices(self.user, self.facts_before.get("template"))
        self.fields["facts_template"].choices = [("", "No template"), *found]

    def settle_facts(self, cleaned: dict[str, Any]) -> None:
        """Puts all facts into `cleaned["facts"]`, None where none was sent."""
        sent = [name for name in facts.LABELS if self.add_prefix(f"facts_{name}") in self.data]
        cleaned["facts"] = None
        if not sent:
            return
        told = dict(self.facts_before)
        told |= {name: cleaned.get(f"facts_{name}") for name in sent}
        for name in facts.NAMING:
            if name in sent:
                told[name] = [*(told[name] or ()), *self._unseen(name)]
        cleaned["facts"] = facts.of_kind(facts.clean(told), cleaned.get("kind") or Kind.PROCESS)
        self._refuse_a_template_for_others(cleaned)

    def clean_facts_trigger(self) -> str:
        return UNSEEN.sub("", self.cleaned_data["facts_trigger"])

    def clean_facts_frequency(self) -> str:
        return UNSEEN.sub("", self.cleaned_data["facts_frequency"])

    def clean_facts_inputs(self) -> list[str]:
        return as_lines(self.cleaned_data["facts_inputs"])

    def clean_facts_outputs(self) -> list[str]:
        return as_lines(self.cleaned_data["facts_outputs"])

    def clean_facts_responsible(self) -> list[str]:
        return self._people("responsible")

    def clean_facts_consulted(self) -> list[str]:
        return self._people("consulted")

    def clean_facts_informed(self) -> list[str]:
        return self._people("informed")

    def clean_facts_tools(self) -> list[int]:
        text = self.cleaned_data["facts_tools"]
        found = each_named(text, facts.tools(self.user), NO_TOOL) if text.strip(",; \n") else []
        return at_most(facts.MOST_TOOLS, [tool.pk for tool in found], "tools")

    @property
    def facts_are_open(self) -> bool:
        return any(name.startswith("facts_") for name in self.errors if name != "facts_template")

    @property
    def facts_in_a_line(self) -> str:
        """What the fields say now, for the line that opens them."""
        return in_a_line({name: self[f"facts_{name}"].value() for name in facts.LABELS})

    @cached_property
    def chosen_template(self) -> ArticleTemplate | None:
        """The template that the form names, with its sections as `parts` (two queries)."""
        value = str(self["facts_template"].value() or "")
        groups = [group for _, group in self.fields["facts_template"].choices[1:]]
        known = {str(pk): pk for group in groups for pk, _ in group}
        found = page_templates.template_of(known.get(value))
        if found:
            found.parts = page_templates.sections_of({"template": found.pk}, self.user)
            if found.department_id in self.user.departments.hidden_from(self.user):
                found.name = page_templates.UNNAMED
        return found

    @cached_property
    def _everybody(self) -> Directory:
        present = {who for name in facts.ROLES for who in self.facts_before.get(name, ())}
        return facts.everybody(self.user, present)

    @cached_property
    def _hidden(self) -> frozenset[tuple[str, int]]:
        return facts.Names.of(self.user, self.facts_before).hidden

    def _people(self, role: str) -> list[str]:
        text = self.cleaned_data[f"facts_{role}"]
        found = each_named(text, self._everybody, NOBODY) if text.strip(",; \n") else []
        return at_most(facts.MOST_IN_A_ROLE, [facts.referred(who) for who in found], "names")

    def _unseen(self, name: str) -> list[Any]:
        """What the page names and this person may not know of: it stays."""
        return [
            value
            for value in self.facts_before.get(name, ())
            if facts.stands_for(name, value) in self._hidden
        ]

    def _refuse_a_template_for_others(self, cleaned: dict[str, Any]) -> None:
        chosen = cleaned["facts"].get("template")
        if not chosen or chosen == self.facts_before.get("template"):
            return
        template = page_templates.template_of(chosen)
        wrong_kind = template and template.kind != cleaned.get("kind")
        if wrong_kind or (template and template.topic not in ("", cleaned.get("topic"))):
            meant = template.get_topic_display() or template.get_kind_display()
            self.add_error(
                "facts_template",
                f"“{template}” is a template for: {meant}. Choose another one, or change the"
                " kind of the page.",
            )
