"""What the addresses of the old wiki lead to."""

from __future__ import annotations

from django.db import models

from importing.models.item import ImportPage
from importing.models.run import Import
from processes.models import Attachment


class ImportAddress(models.Model):
    """Of a page, or of a file (a name within the import's files, or only an address to fetch).

    `key` is the address as `processes.old_addresses.key_of` writes it; `digest` its SHA-256 (hex).
    `is_public` says that readers of the old wiki could open it, so that it is led on for ever.
    """

    run = models.ForeignKey(Import, models.CASCADE, related_name="addresses")
    host = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=2000)
    digest = models.CharField(max_length=64)
    is_public = models.BooleanField(default=True)
    page = models.ForeignKey(
        ImportPage, models.CASCADE, null=True, blank=True, related_name="known_as"
    )
    place_key = models.CharField(max_length=400, blank=True)
    file = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    name = models.CharField(max_length=300, blank=True, help_text="The title of a file.")
    alt = models.CharField(max_length=500, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["run", "digest"], name="import_address_known")]
        constraints = [
            models.UniqueConstraint(fields=["run", "digest", "host"], name="import_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.host}/{self.key}"
