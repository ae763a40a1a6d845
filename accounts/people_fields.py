"""Form fields in which people are chosen by typing who they are.

Suggestions come while one types (static/js/suggest.js); without script one writes a name or an
e-mail address. `components/field.html` shows them like any other field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.finding import Directory, Entry, is_named, label
from accounts.models import User

MOST_PEOPLE = 20
LONGEST_NAME = 450  # characters: a name with its address
NAMED_AT_MOST = 5  # namesakes in an error
NOBODY = "Nobody here is called “{name}”. Write the whole name, or the e-mail address."

_BETWEEN = re.compile(r"[,;\n]")


class PeopleInput(forms.TextInput):
    """A text input with an empty list of suggestions, which the script fills.

    With `several`, people are separated by commas.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, several: bool = False) -> None:
        own = {
            "data-find": reverse_lazy("people_find"),
            "autocomplete": "off",
            "spellcheck": "false",
        }
        if several:
            own["data-people-several"] = True
        super().__init__({**own, **(attrs or {})})

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        # Two forms of a page may have the same field, but not the same id.
        attrs = dict(attrs or {})
        attrs["list"] = f"people-{attrs.get('id') or name}"
        return format_html(
            '{}<datalist id="{}"></datalist>',
            super().render(name, value, attrs, renderer),
            attrs["list"],
        )


class PersonField(forms.CharField):
    """One active person: “Name”, “e-mail” or “Name (e-mail)” → User (None where left empty).

    `initial` may be a User. Where `reader` is set, only whom they may look up is found,
    and those numbered in `besides`.
    """

    reader: User | None = None
    besides: Collection[int] = ()

    def __init__(self, **options: Any) -> None:
        options = {"max_length": LONGEST_NAME, "widget": PeopleInput(), **options}
        super().__init__(**options)

    def clean(self, value: Any) -> User | None:  # type: ignore[override]
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        directory = Directory.load(known_to=self.reader, besides=self.besides)
        return _people([_only_one(text, directory)])[0]

    def prepare_value(self, value: Any) -> Any:
        return label(value) if isinstance(value, User) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PeopleField(forms.CharField):
    """Several active people, separated by commas → list[User] in the order written, each once.

    `initial` may be a list of User. `most` is how many may be named; `reader` and `besides` are as
    above.
    """

    reader: User | None = None
    besides: Collection[int] = ()

    def __init__(self, *, most: int = MOST_PEOPLE, **options: Any) -> None:
        self.most = most
        options = {
            "max_length": LONGEST_NAME * most,
            "widget": PeopleInput(several=True),
            **options,
        }
        super().__init__(**options)

    def clean(self, value: Any) -> list[User]:  # type: ignore[override]
        text = super().clean(self.prepare_value(value))
        if not text.strip(",; \n"):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        found = each_named(text, Directory.load(known_to=self.reader, besides=self.besides))
        if len(found) > self.most:
            raise ValidationError(f"At most {self.most} people can be named at once.", code="many")
        return _people(found)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return ", ".join(label(person) for person in value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def found_by(reader: User, fields: Iterable[forms.Field]) -> None:
    """From now on the fields for people among these find whom this person may look up."""
    for field in fields:
        if isinstance(field, (PersonField, PeopleField)):
            field.reader = reader


def each_named(text: str, directory: Directory, nobody: str = NOBODY) -> list[Entry]:
    """Everybody named in a list with commas, each once. Raises ValidationError with a sentence for
    each who is not found (`nobody`, with {name} in it), so that all can be mended at once."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    found: dict[Entry, None] = {}
    problems: list[ValidationError] = []
    while parts:
        piece, parts = _next(parts, directory)
        try:
            entry = _only_one(piece, directory, nobody)
        except ValidationError as problem:
            problems.append(problem)
        else:
            found[entry] = None
    if problems:
        raise ValidationError(problems)
    return list(found)


def _next(parts: list[str], directory: Directory) -> tuple[str, list[str]]:
    """The first person's words and what is left: a comma may be a part of their name."""
    for length in (1, 2, 3):
        piece = ", ".join(parts[:length])
        meant = directory.meant_by(piece)
        if meant and (length == 1 or is_named(meant[0], piece)):
            return piece, parts[length:]
    return parts[0], parts[1:]


def _only_one(text: str, directory: Directory, nobody: str = NOBODY) -> Entry:
    meant = directory.meant_by(text)
    if not meant:
        raise ValidationError(nobody.format(name=text.strip()), code="nobody")
    if len(meant) > 1:
        addresses = ", ".join(entry.email for entry in meant[:NAMED_AT_MOST])
        raise ValidationError(
            f"Several people are called {meant[0].called}. Write the e-mail address instead:"
            f" {addresses}.",
            code="several",
        )
    if not meant[0].is_active:
        raise ValidationError(f"{meant[0].called} is not active any more.", code="inactive")
    return meant[0]


def _people(entries: Iterable[Entry]) -> list[User]:
    wanted = [entry.pk for entry in entries]
    known = User.objects.select_related("department").in_bulk(wanted)
    return [known[pk] for pk in wanted]
