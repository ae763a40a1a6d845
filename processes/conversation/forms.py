"""What people write in a conversation, checked."""

from __future__ import annotations

from django import forms
from django.urls import reverse_lazy

from accounts.people_fields import PeopleField
from processes.models.conversation import COMMENT_LENGTH


class CommentForm(forms.Form):
    """The field is called as those whose text is given back after a session has ended."""

    comment = forms.CharField(
        label="Comment",
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "data-mentions": reverse_lazy("people_find")}),
        help_text="Write @ and a colleague’s name to tell them.",
        error_messages={"required": "Write something first."},
    )
    round = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    part = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    answer_to = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class ConsultForm(forms.Form):
    people = PeopleField(
        label="Colleagues",
        help_text="Names or e-mail addresses, separated by commas. They may then read this"
        " proposal and comment on it.",
        error_messages={"required": "Say whom you want to ask."},
    )
