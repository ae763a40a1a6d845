"""A deputy decides for a manager between two dates, both included."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def current(self, day: datetime.date | None = None) -> DeputyQuerySet:
        """Those in force on `day` (today, in the site's time zone, unless given)."""
        day = day or timezone.localdate()
        return self.filter(starts__lte=day, ends__gte=day)


class Deputy(models.Model):
    manager = models.ForeignKey("accounts.User", models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey("accounts.User", models.CASCADE, related_name="deputy_for")
    starts = models.DateField("from")
    ends = models.DateField("until", help_text="The last day, included.")
    reason = models.CharField(max_length=200, blank=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")),
                name="deputy_ends_after_start",
                violation_error_message="The last day lies before the first.",
            ),
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("deputy")),
                name="deputy_is_somebody_else",
                violation_error_message="Somebody cannot be their own deputy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.manager}"

    def clean(self) -> None:
        if self.deputy_id and not self.deputy.is_active:
            raise ValidationError({"deputy": f"{self.deputy} is not active."})
