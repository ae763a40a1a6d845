"""What people type, checked. A refused form comes back with everything in it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from processes import publishing
from processes.models import Article, Proposal, Significance
from processes.models.article import SUMMARY_LENGTH, TITLE_LENGTH
from processes.models.proposal import NOTE_LENGTH
from processes.workflow import Change, Content

REASON_LENGTH = 2000
EXCEPTION_LENGTH = 500
# Control characters, and signs without a width: those that turn the direction of writing would
# turn it for everything that follows on the page. Joiners stay, as Persian and emoji need them.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class ProposalForm(forms.Form):
    """A change to a page. A draft may be unfinished; a submission may not."""

    title = forms.CharField(
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1, "data-one-line": True, "placeholder": "Title"}),
        error_messages={"required": "Give the page a title."},
    )
    summary = forms.CharField(
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence that says what the page is for. Shown in lists and search.",
    )
    body = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 24,
                "spellcheck": "true",
                "data-text": True,
                "data-suggest": reverse_lazy("suggest"),
                "data-suggest-what": "page person emoji",
            }
        ),
    )
    note = forms.CharField(
        label="What changed and why",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever decides reads this first. It stays in the page’s history.",
    )
    significance = forms.ChoiceField(
        choices=[
            (Significance.MINOR, "Minor: wording, a typo, a link"),
            (Significance.MAJOR, "Major: people must do something differently"),
        ],
        initial=Significance.MINOR,
        widget=forms.RadioSelect,
    )
    exception = forms.CharField(
        label="Ask for an exception",
        max_length=EXCEPTION_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why should what is missing not be asked of this page? Whoever decides reads it.",
    )
    base_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submitting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submitting = submitting
        # Where no version is live, nothing changes: whoever decides asks why the page is needed.
        given = self.data if self.is_bound else self.initial
        self.is_new = str(given.get("base_version") or 0) == "0"
        if self.is_new:
            self.fields["note"].label = "Why this page is needed"

    @classmethod
    def values_of(cls, source: Article | Proposal) -> dict[str, object]:
        """Initial values: the live page's, or those of a proposal."""
        values: dict[str, object] = {
            "title": source.title,
            "summary": source.summary,
            "body": source.body,
            "facts": source.facts,
        }
        if isinstance(source, Proposal):
            values |= {"note": source.note, "significance": source.significance}
            values |= {"exception": source.exception}
        return values

    def clean_title(self) -> str:
        title = _one_line(self.cleaned_data["title"])
        if not publishing.title_key(title):
            raise ValidationError("Give the page a title that people can read.")
        return title

    def clean_summary(self) -> str:
        return _one_line(self.cleaned_data["summary"])

    def clean_note(self) -> str:
        return _one_line(self.cleaned_data["note"])

    def clean_exception(self) -> str:
        return _one_line(self.cleaned_data["exception"])

    def clean_body(self) -> str:
        body = self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")
        if len(body.encode()) > settings.MAX_BODY_BYTES:
            raise ValidationError(
                f"The text has {len(body.encode()) // 1024} KB; one page"
                f" holds at most {settings.MAX_BODY_BYTES // 1024} KB. Split it into several."
            )
        return body.strip("\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.submitting:
            self._require("body", "Write the text before you submit it.")
            self._require(
                "note",
                "Say in a few words why this page is needed."
                if self.is_new
                else "Say in a few words what changed and why.",
            )
        return cleaned

    def change(self) -> Change:
        """The valid form as what the workflow takes."""
        data = self.cleaned_data
        return Change(
            content=Content(data["title"], data["summary"], data["body"]),
            note=data["note"],
            significance=data["significance"],
            base_version=data["base_version"],
            exception=data["exception"],
        )

    def _require(self, name: str, message: str) -> None:
        if name in self.cleaned_data and not self.cleaned_data[name].strip():
            self.add_error(name, message)


def _one_line(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())
