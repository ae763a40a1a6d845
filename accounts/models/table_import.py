"""A table of people or departments that an admin uploaded, looked at before it is applied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class TableKind(models.TextChoices):
    PEOPLE = "people", "People"
    DEPARTMENTS = "departments", "Departments"


class TableImport(models.Model):
    """`text` is the table itself, until it is applied or forgotten; `report` what it did."""

    kind = models.CharField(max_length=12, choices=TableKind)
    name = models.CharField("file", max_length=200)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)
    report = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = "table"
        verbose_name_plural = "tables"

    def __str__(self) -> str:
        return self.name
