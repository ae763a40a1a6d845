"""People of the export, found here by e-mail or made."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts import auditing, placeholders
from accounts.models import User
from importing.imprimatur.parsing import Row, line_of, text_of

_EMAIL, _NAME = 254, 150


@dataclass
class People:
    """Knows them by how the export names them: an e-mail address, or a name alone.

    Whoever is unknown here comes in without any rights, as somebody who has not signed in yet: the
    identity provider's word links them. Who had left there cannot sign in here either.
    """

    source: str
    by: User
    told: dict[str, Row] = field(default_factory=dict)
    _found: dict[str, User] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[Row], source: str, by: User) -> People:
        return cls(source, by, {text_of(row, "email", _EMAIL).lower(): row for row in rows})

    def person(self, said: object) -> User | None:
        """None for nobody; a placeholder for a name alone."""
        if not isinstance(said, str) or not said.strip():
            return None
        key = said.strip().lower()
        if key not in self._found:
            self._found[key] = self._find(said.strip())
        return self._found[key]

    def forget(self) -> None:
        """What was found or made may not be there any more: looks again."""
        self._found.clear()

    def _find(self, said: str) -> User:
        row = self.told.get(said.lower(), {})
        name = line_of(row, "name", _NAME) or said.partition("@")[0][:_NAME]
        if row.get("is_placeholder") or not _is_email(said):
            return placeholders.placeholder(name, self.source, said)
        known = User.objects.with_email(said).first()
        if known is not None:
            return known
        person = User.objects.create_user(said, name, is_active=not row.get("has_left"))
        auditing.record("person_added", by=self.by, about=person, by_way="an export of a wiki")
        return person


def _is_email(said: str) -> bool:
    try:
        validate_email(said)
    except ValidationError:
        return False
    return len(said) <= _EMAIL
