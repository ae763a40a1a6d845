"""The form of one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import by_hand
from accounts.models import User

FROM_PROVIDER = (
    "Comes from the identity provider. What you change here is kept, whatever the provider says"
    " from then on."
)


class PersonForm(forms.ModelForm):
    acting: User  # who fills the form in; set by the admin
    follow_again = forms.MultipleChoiceField(
        label="Follow the identity provider again in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="These were set here, so the provider does not change them. Ticked, they are as"
        " the provider says from the next sign-in on.",
    )

    class Meta:
        labels = {"is_superuser": "Administrator"}
        help_texts = {
            "name": FROM_PROVIDER,
            "email": "The identity provider overwrites it at the next sign-in. The first sign-in"
            " finds the person by it.",
            "job_title": FROM_PROVIDER,
            "department": FROM_PROVIDER,
            "role": "What they may do where they answer for nothing. Owners, deputies and managers"
            " of departments have their rights beside it.",
            "is_superuser": "Reads every page, changes everything, decides where nobody else can.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow_again"].choices = [
            (name, User._meta.get_field(name).verbose_name.capitalize())
            for name in self.instance.by_hand
            if name in by_hand.FIELDS
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk == self.acting.pk and self.instance.pk is not None:
            for field in ("is_active", "is_superuser"):
                if field in self.changed_data and not cleaned.get(field):
                    self.add_error(
                        field, ValidationError("Somebody else has to take this from you.")
                    )
        return cleaned
