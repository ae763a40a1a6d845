"""A manager names who decides for them."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Deputy, User
from accounts.people_fields import PersonField, found_by


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class DeputyForm(forms.ModelForm):
    deputy = PersonField(
        label="Who decides for you",
        help_text="A name or an e-mail address. They see what waits for you, and decide on it.",
        error_messages={"required": "Say who decides for you."},
    )
    starts = forms.DateField(
        label="From",
        widget=DateInput(),
        help_text="The first day, today at the earliest.",
        error_messages={"required": "Say from which day on."},
    )
    ends = forms.DateField(
        label="Until",
        widget=DateInput(),
        help_text="The last day, included.",
        error_messages={"required": "Say until which day."},
    )

    class Meta:
        model = Deputy
        fields = ("deputy", "starts", "ends", "reason")
        labels = {"reason": "Why"}
        help_texts = {"reason": "For your deputy, like “On holiday”."}

    def __init__(self, *args: Any, manager: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.manager = manager
        found_by(manager, self.fields.values())
        if self.instance.pk:
            self.initial["deputy"] = self.instance.deputy

    def clean_deputy(self) -> User:
        deputy = self.cleaned_data["deputy"]
        if deputy == self.instance.manager:
            raise forms.ValidationError("You cannot be your own deputy.")
        return deputy

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day lies before the first.")
        return cleaned
