"""The forms in which a term or a tool is proposed, and decided on."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.models import Department, User
from accounts.people_fields import PersonField, found_by
from processes import catalogue, glossary, permissions
from processes.models import EntryKind, Term, Tool, ToolStatus
from processes.models.catalogue import NAME_LENGTH, SAYING_LENGTH

NOTE_LENGTH = 500
MOST_SPELLINGS = 12
LONGEST_LIST = NAME_LENGTH * MOST_SPELLINGS
_BETWEEN = re.compile(r"[,;\n]")


class WordsField(forms.CharField):
    """Words or phrases separated by commas → list[str], each once; `initial` is such a list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": LONGEST_LIST, **options})

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        words = glossary.in_words(_BETWEEN.split(super().clean(self.prepare_value(value))))
        if len(words) > MOST_SPELLINGS:
            raise ValidationError(f"At most {MOST_SPELLINGS}, please.")
        if too_long := next((word for word in words if len(word) > NAME_LENGTH), None):
            raise ValidationError(f"“{too_long[:40]}…” is longer than {NAME_LENGTH} characters.")
        return words

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class _EntryForm(forms.Form):
    """What terms and tools have in common. `entry` is the known one that shall change."""

    kind: EntryKind
    department = forms.ModelChoiceField(
        Department.objects.none(),
        empty_label="Choose…",
        error_messages={"required": "Choose the department it belongs to."},
    )
    note = forms.CharField(
        label="Why",
        max_length=NOTE_LENGTH,
        required=False,
        help_text="For whoever decides on it.",
    )

    def __init__(
        self, *args: Any, user: User, entry: Term | Tool | None = None, **kwargs: Any
    ) -> None:
        self.user, self.entry = user, entry
        if entry:
            kwargs["initial"] = {**catalogue.values_of(entry), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if entry:
            del self.fields["department"]
        else:
            self.fields["department"].queryset = permissions.departments_open_to(user)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(char.isalnum() for char in name):
            raise ValidationError("Write a name with letters in it.")
        return name

    def values(self) -> catalogue.Values:
        """As the catalogue has them. Call it after `is_valid()`."""
        cleaned = {n: v for n, v in self.cleaned_data.items() if n not in ("department", "note")}
        return {name: _stored(value) for name, value in cleaned.items()}

    def department_chosen(self) -> Department:
        return self.entry.department if self.entry else self.cleaned_data["department"]


class TermForm(_EntryForm):
    kind = EntryKind.TERM
    name = forms.CharField(label="Term", max_length=NAME_LENGTH)
    definition = forms.CharField(
        max_length=SAYING_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence or two that somebody new here understands.",
    )
    also = WordsField(
        label="Also written",
        help_text="Plurals, abbreviations, other spellings, with commas between them. Pages"
        " explain these as well.",
    )
    avoid = WordsField(
        label="Instead of",
        help_text="Words that this one should replace, with commas between them. Authors are told.",
    )
    field_order = ("name", "definition", "department", "also", "avoid", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "definition" in cleaned:
            cleaned["definition"] = " ".join(cleaned["definition"].split())
        own = {catalogue.key_of(cleaned.get("name", ""))}
        cleaned["also"] = [w for w in cleaned.get("also", []) if catalogue.key_of(w) not in own]
        own |= {catalogue.key_of(word) for word in cleaned["also"]}
        if twice := [w for w in cleaned.get("avoid", []) if catalogue.key_of(w) in own]:
            self.add_error("avoid", f"“{twice[0]}” is one of the term’s own spellings.")
        return cleaned


class ToolForm(_EntryForm):
    kind = EntryKind.TOOL
    name = forms.CharField(max_length=NAME_LENGTH)
    purpose = forms.CharField(
        label="What for",
        max_length=SAYING_LENGTH,
        help_text="What people here use it for, in a sentence.",
    )
    url = forms.CharField(
        label="Link",
        max_length=500,
        required=False,
        validators=[URLValidator(schemes=["https", "http"])],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="Where one opens it.",
    )
    owner = PersonField(required=False, help_text="Whom to ask for access or help.")
    status = forms.ChoiceField(choices=ToolStatus, initial=ToolStatus.IN_USE)
    replaced_by = forms.ModelChoiceField(
        Tool.objects.none(),
        required=False,
        empty_label="Nothing",
        help_text="Of a retired tool: what people use now.",
    )
    cost_note = forms.CharField(
        label="Cost",
        max_length=SAYING_LENGTH,
        required=False,
        help_text="For example “paid per seat, ask before inviting”.",
    )
    field_order = (
        *("name", "purpose", "url", "department", "owner", "status"),
        *("replaced_by", "cost_note", "note"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = catalogue.readable_tools(self.user).exclude(status=ToolStatus.RETIRED)
        self.fields["replaced_by"].queryset = others.exclude(pk=self.entry.pk if self.entry else 0)
        found_by(self.user, self.fields.values())
        self.fields["owner"].besides = {self.entry.owner_id or 0} if self.entry else ()
        if self.entry and not self.is_bound:
            self.initial["owner"] = self.entry.owner

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        instead = cleaned.get("replaced_by")
        if instead is None or self.errors:
            return cleaned
        if cleaned["status"] != ToolStatus.RETIRED:
            self.add_error("replaced_by", "Only a retired tool is replaced by another.")
        elif not self._all_may_read(instead):
            self.add_error("replaced_by", "Not everybody who sees this tool may see that one.")
        return cleaned

    def _all_may_read(self, other: Tool) -> bool:
        """Whoever reads of this tool reads the name of the one that replaces it."""
        shape = self.user.departments.shape
        above = shape.lineages.get(self.department_chosen().pk, ())
        return other.department_id in shape.open or other.department_id in above


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why not",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why: its author is told."},
    )


FORMS: dict[str, type[_EntryForm]] = {EntryKind.TERM: TermForm, EntryKind.TOOL: ToolForm}


def _stored(value: Any) -> Any:
    return value.pk if isinstance(value, User | Tool) else value
