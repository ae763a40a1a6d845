"""How strict a writing rule is, where it is not as strict as it comes."""

from __future__ import annotations

from django.db import models

from accounts.models import Department
from processes.models.article import Kind


class Level(models.TextChoices):
    BLOCKING = "blocking", "Blocking: no submission without it"
    ADVICE = "advice", "Advice"
    OFF = "off", "Off"


class RuleSetting(models.Model):
    """The nearest one counts: of the page's department, then of those above it, then of the whole
    company; within each, one for the page's kind before one for all kinds."""

    rule = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=10, choices=Kind, blank=True, help_text="Empty: pages of every kind."
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rule_settings",
        help_text="For pages in it and below it; empty: for the whole company.",
    )
    level = models.CharField(max_length=8, choices=Level, default=Level.ADVICE)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["rule", "department", "kind"]
        verbose_name = "writing rule"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "kind", "department"], name="rule_setting_once_in_a_department"
            ),
            models.UniqueConstraint(
                fields=["rule", "kind"],
                name="rule_setting_once_for_all",
                condition=models.Q(department=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.level}"
