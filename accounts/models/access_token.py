"""What opens the directory's endpoint to the identity provider's program."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccessToken(models.Model):
    """Shown once, when it is made; the database holds a digest of it. Several may be valid at the
    same time, so that one takes over from another."""

    name = models.CharField(max_length=100, help_text="What uses it: “Entra, provisioning”.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(
        max_length=4, editable=False, help_text="Its last characters, to tell it from others."
    )
    provider_key = models.CharField(
        "identity provider", max_length=40, help_text="Whose people it speaks of."
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    ends_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.ending})"
