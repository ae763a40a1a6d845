"""The widgets of facts: names with suggestions, and a line with common answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.people_fields import PeopleInput

FREQUENCIES = (
    "Every day",
    "Every week",
    "Every month",
    "Every quarter",
    "Every year",
    "Whenever it is asked for",
)


class WhoInput(PeopleInput):
    """People and departments, separated by commas."""

    def __init__(self) -> None:
        super().__init__({"data-find": reverse_lazy("who_find")}, several=True)


class ToolsInput(PeopleInput):
    """Tools of the catalogue, separated by commas."""

    def __init__(self) -> None:
        super().__init__({"data-find": reverse_lazy("tool_find")}, several=True)


class SuggestingInput(forms.TextInput):
    """A line of text with a list of common answers under it; anything else may be typed."""

    def __init__(self, suggestions: Sequence[str]) -> None:
        super().__init__({"autocomplete": "off"})
        self.suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        attrs = dict(attrs or {})
        attrs["list"] = f"common-{attrs.get('id') or name}"
        options = format_html_join("", '<option value="{}"></option>', zip(self.suggestions))
        own = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', own, attrs["list"], options)


def lines_input(rows: int) -> forms.Textarea:
    """A box in which each line is one thing."""
    return forms.Textarea(attrs={"rows": rows})
