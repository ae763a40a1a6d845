"""What all web processes have to know together: tries that count, and messages seen before."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """How often something was tried at an entrance; `key` is a hash of which, and by whom."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True, help_text="When the count begins anew.")

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%H:%M:%S}"


class SeenOnce(models.Model):
    """A message of an identity provider that counts once: an assertion, a logout token. `key` is a
    hash of its kind, issuer and number."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True, help_text="When it would not be taken any more.")

    def __str__(self) -> str:
        return f"{self.key[:8]}… until {self.until:%Y-%m-%d %H:%M}"
