"""Pictures and files of the export. They keep their keys, so that texts stay as they are."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from accounts.models import User
from importing.files import Broken, Files
from importing.imprimatur.parsing import Row, moment_of, text_of
from importing.imprimatur.people import People
from importing.imprimatur.places import Notes, Places
from processes import attachments, old_addresses
from processes.attachments import ADDRESS
from processes.models import Attachment


@dataclass
class Attaching:
    """By the key it had there: the attachment it is here."""

    rows: dict[str, Row]
    files: Files
    people: People
    places: Places
    note: Notes
    _found: dict[str, Attachment | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: list[Row], files: Files, people: People, places: Places, note: Notes
    ) -> Attaching:
        return cls({text_of(row, "key", 36): row for row in rows}, files, people, places, note)

    def shown_in(self, *texts: str) -> list[Attachment]:
        """All that these texts show and the export holds; each is stored on first asking."""
        keys = dict.fromkeys(key for text in texts for key in ADDRESS.findall(text))
        return [found for key in keys if (found := self._attachment(key))]

    def forget(self) -> None:
        """What was stored may not be there any more: looks again."""
        self._found.clear()

    def rewritten(self, text: str) -> str:
        """The text with today's keys: the same, but where one was taken."""

        def address(match: re.Match[str]) -> str:
            found = self._found.get(match[1])
            return f"/attachments/{found.key}/" if found else match.group()

        return ADDRESS.sub(address, text)

    def _attachment(self, key: str) -> Attachment | None:
        if key not in self._found:
            row = self.rows.get(key)
            self._found[key] = self._bring(key, row) if row else None
        return self._found[key]

    def _bring(self, key: str, row: Row) -> Attachment | None:
        known = Attachment.objects.filter(key=uuid.UUID(key)).first()
        if known is not None and known.sha256 == text_of(row, "sha256", 64):
            return known
        name, file = text_of(row, "name", 200) or "file", text_of(row, "file")
        try:
            content = self.files.read(file, attachments.largest())
            made = attachments.store(content, name, self._uploader(row), counted=False)
        except (Broken, ValidationError) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.note(file or key, said)
            return None
        if known is None:
            made.key = uuid.UUID(key)
        made.department = self.places.department(text_of(row, "department", 60))
        made.uploaded_at = moment_of(row, "uploaded_at") or made.uploaded_at
        made.save(update_fields=["key", "department", "uploaded_at"])
        told = row.get("old_addresses")
        texts = [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
        old_addresses.record(texts, attachment=made)
        return made

    def _uploader(self, row: Row) -> User:
        return self.people.person(row.get("uploaded_by")) or self.people.by
