"""Where somebody is signed in, beside Django's own row of the session."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class BrowserSession(models.Model):
    """One sign-in in one browser, with what its identity provider needs to be told, or says, when
    it ends: issuer, subject, and the provider's own name for its session (`sid`)."""

    session_key = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="browser_sessions"
    )
    provider_key = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    sid = models.CharField(max_length=255, blank=True)
    # The hint by which the provider knows whom to sign out. Read only then.
    id_token = models.TextField(blank=True)
    signed_in_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=300, blank=True, help_text="What it calls itself.")

    class Meta:
        ordering = ["-last_seen_at"]
        indexes = [
            models.Index(fields=["issuer", "subject"], name="session_by_subject"),
            models.Index(fields=["issuer", "sid"], name="session_by_sid"),
            models.Index(fields=["ends_at"], name="session_by_end"),
        ]

    def __str__(self) -> str:
        return f"Sign-in of {self.person_id} at {self.signed_in_at:%Y-%m-%d %H:%M}"
