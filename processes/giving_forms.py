"""Who shall answer for a page, or for several."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from accounts.people_fields import PersonField, found_by
from processes.forms import REASON_LENGTH

NOTE_LENGTH = 1000


class GiveForm(forms.Form):
    """Who shall answer for a page, or for several, from now on."""

    OFFER, MYSELF, AT_ONCE = "offer", "myself", "at_once"

    how = forms.ChoiceField(label="How", widget=forms.RadioSelect, initial=OFFER)
    owner = PersonField(
        label="New owner",
        required=False,
        help_text="A name or an e-mail address.",
    )
    note = forms.CharField(
        label="Why",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the new owner, and for the log.",
    )

    def __init__(self, *args: Any, user: User, is_theirs: bool = False, **kwargs: Any) -> None:
        """`is_theirs`: this person is the owner, and needs not take anything over."""
        super().__init__(*args, **kwargs)
        self.user = user
        found_by(user, self.fields.values())
        choices = [(self.OFFER, "Ask somebody")]
        if not is_theirs:
            choices.append((self.MYSELF, "I answer for it"))
        if user.is_admin:
            choices.append((self.AT_ONCE, "Decide for somebody"))
        self.fields["how"].choices = choices

    def clean(self) -> dict[str, Any]:
        """Sets `owner`, whichever way was chosen."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") == self.MYSELF:
            if cleaned.get("owner") not in (None, self.user):
                self.add_error("owner", "Leave this empty, or choose another way above.")
            cleaned["owner"] = self.user
        elif "owner" in cleaned and cleaned["owner"] is None:
            self.add_error("owner", "Say who shall answer for it.")
        return cleaned

    @property
    def at_once(self) -> bool:
        return self.cleaned_data["how"] != self.OFFER


class TurnDownForm(forms.Form):
    """Why an offer is not accepted."""

    reason = forms.CharField(
        max_length=REASON_LENGTH, error_messages={"required": "Say why you do not take it."}
    )

    @property
    def problem(self) -> str:
        """What is wrong with what was sent, in a sentence; empty where nothing is."""
        return "" if self.is_valid() else " ".join(self.errors["reason"])
