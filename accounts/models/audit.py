"""Who did what to whom, where the log of decisions is silent. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """One line. People are named by reference alone: whoever is anonymised is so here as well.

    Written by accounts.auditing alone; never changed, and deleted only when it is old.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=40, help_text="See accounts.auditing.KINDS.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=300, blank=True, help_text="The thing it was done to.")
    detail = models.JSONField(default=dict, blank=True)
    address = models.GenericIPAddressField("IP address", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "line of the audit log"
        verbose_name_plural = "audit log"
        indexes = [models.Index(fields=["kind", "-at"], name="audit_by_kind")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.what}".rstrip()
