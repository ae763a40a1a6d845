"""What one chooses for an export."""

from __future__ import annotations

from django import forms

from exporting.models import Shape


class ExportForm(forms.Form):
    shape = forms.ChoiceField(
        label="Shape", choices=Shape.choices, initial=Shape.MARKDOWN, widget=forms.RadioSelect
    )
    with_history = forms.BooleanField(
        label="With every version and decision", required=False, help_text="Markdown files only."
    )
