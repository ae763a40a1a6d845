"""What whoever decides says, and what they had before their eyes when they said it."""

from __future__ import annotations

from typing import Any

from django import forms

from processes.forms import EXCEPTION_LENGTH, REASON_LENGTH, UNSEEN, ProposalForm
from processes.models import Proposal, Significance


class AsRead(forms.Form):
    """The marks of the text that was on the page: with any other one, nothing is decided."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    base_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    round = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    @staticmethod
    def marks_of(proposal: Proposal) -> dict[str, object]:
        return {
            "digest": proposal.digest,
            "base_version": proposal.base_version,
            "round": proposal.round,
            "significance": proposal.significance,
        }

    def as_read(self) -> dict[str, Any]:
        """The valid form's marks as the verbs take them."""
        return {name: self.cleaned_data[name] for name in ("digest", "base_version", "round")}


class ApproveForm(AsRead):
    """The approver's word on a text."""

    significance = forms.ChoiceField(choices=Significance.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="A word to the author",
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    override = forms.CharField(
        label="Why publish it all the same",
        max_length=EXCEPTION_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays in the history, with your name.",
    )

    @classmethod
    def for_proposal(cls, proposal: Proposal, data: Any = None) -> ApproveForm:
        """With what was sent, or with the marks of the proposal as it is shown now."""
        form = cls(data, initial=cls.marks_of(proposal))
        override = form.fields["override"]
        override.required = bool(proposal.unmet)
        override.error_messages["required"] = "Say why it shall be published all the same."
        return form

    def word(self) -> dict[str, str]:
        """What the valid form says beside the marks, as the verbs take it."""
        return {name: self.cleaned_data[name] for name in ("significance", "comment", "override")}

    def clean_override(self) -> str:
        said = " ".join(UNSEEN.sub("", self.cleaned_data["override"]).split())
        if self.fields["override"].required and not said:
            raise forms.ValidationError(self.fields["override"].error_messages["required"])
        return said


class CorrectForm(ProposalForm, ApproveForm):
    """The proposal's text, to be put right where it stands, and the approver's word on it."""

    field_order = ("title", "summary", "body", "significance", "comment", "override")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, submitting=True, **kwargs)
        for name in set(self.fields) - self._kept():
            del self.fields[name]
        self.fields["comment"].help_text = "The author is told, and sees what you changed."

    @classmethod
    def _kept(cls) -> set[str]:
        return {*ApproveForm.base_fields, "title", "summary", "body"}


class PartForm(ApproveForm):
    """Which of the changes go live. What is left goes back, so the author is told why."""

    numbers = forms.TypedMultipleChoiceField(coerce=int, required=False)
    fields_taken = forms.MultipleChoiceField(required=False)

    def __init__(
        self, *args: Any, numbers: list[int], names: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(number, f"Piece {number}") for number in numbers]
        self.fields["fields_taken"].choices = names
        comment = self.fields["comment"]
        comment.label = "What is to happen with the rest"
        comment.help_text = "The author gets it back with these words."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        taken = len(cleaned["numbers"]) + len(cleaned["fields_taken"])
        if not taken:
            self.add_error(None, "Tick at least one piece, or return the proposal as a whole.")
        elif taken < self._offered and not cleaned["comment"].strip():
            self.add_error("comment", "Tell the author what is to happen with the rest.")
        return cleaned

    @property
    def _offered(self) -> int:
        fields = (self.fields[name] for name in ("numbers", "fields_taken"))
        return sum(len(field.choices) for field in fields)


class ReasonForm(forms.Form):
    comment = forms.CharField(
        label="Why",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The author reads this. Say what would make it right.",
        error_messages={"required": "Tell the author why."},
    )
