"""Brings the files that pages show into the wiki."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models import Q

from accounts.models import User
from importing.model import Asset, Note, Text, Topic
from processes import attachments
from processes.models import Attachment


@dataclass
class Store:
    """Keeps each file once, as uploaded by `by`; one that is in the wiki already is used again."""

    by: User
    notes: list[Note] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)  # by SHA-256 of the content
    written: list[str] = field(default_factory=list)

    def fill(self, text: Text, path: str) -> str:
        """The text with the addresses of its files; refused ones stay as they were, with a note."""
        return "".join(
            piece if isinstance(piece, str) else self._address(piece, path) for piece in text
        )

    def forget(self) -> None:
        """Removes what was written for a transaction that then failed."""
        kept = set(Attachment.objects.filter(file__in=self.written).values_list("file", flat=True))
        for name in set(self.written) - kept:
            default_storage.delete(name)

    def _address(self, asset: Asset, path: str) -> str:
        try:
            return self._keep(asset.file)
        except (OSError, ValidationError) as error:
            why = error.messages if isinstance(error, ValidationError) else [error.strerror or ""]
            self.notes.append(Note(Topic.FILE, path, f"{asset.written} – {' '.join(why)}"))
            return asset.written

    def _keep(self, file: Path) -> str:
        if file.stat().st_size > attachments.largest():
            raise attachments.TooLarge("The file is too large.")
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.addresses:
            same = Q(source_sha256=digest) | Q(source_sha256="", sha256=digest)
            visible = Attachment.objects.visible_to(self.by).filter(same)
            stored = visible.order_by("pk").first() or self._store(content, file.name)
            self.addresses[digest] = attachments.address_of(stored)
        return self.addresses[digest]

    def _store(self, content: bytes, name: str) -> Attachment:
        stored = attachments.store(content, name, self.by, counted=False)
        self.written.append(stored.file.name)
        return stored
