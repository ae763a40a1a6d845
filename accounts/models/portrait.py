"""A small picture of a person, fetched from where the identity provider says it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Portrait(models.Model):
    """`image` is a small WebP that we drew ourselves of what was fetched; empty until then."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="portrait"
    )
    source = models.URLField(max_length=500)
    image = models.BinaryField(default=b"")
    digest = models.CharField(max_length=32, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Picture of {self.person_id}"
