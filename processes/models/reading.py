"""What a person reads: their visits, their stars, and what a department shows first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Article


class Visit(models.Model):
    """The version of a page that somebody saw last.

    `before` is the version they had seen when this one came before them (0 = none): from there on
    they are shown what has changed.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    article = models.ForeignKey(Article, models.CASCADE, related_name="visits")
    version = models.PositiveIntegerField()
    before = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("person", "article", name="visit_once")]
        indexes = [models.Index(fields=["person", "-at"], name="visit_recent")]

    def __str__(self) -> str:
        return f"{self.person_id} read version {self.version} of {self.article_id}"


class Star(models.Model):
    """A page that somebody keeps at hand. Nobody else is told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stars")
    article = models.ForeignKey(Article, models.CASCADE, related_name="stars")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("person", "article", name="star_once")]

    def __str__(self) -> str:
        return f"{self.person_id} keeps {self.article_id} at hand"


class Pin(models.Model):
    """A page that a department shows before all others, in the manager's order.

    It may be a page of another department: each reader sees those that they may read.
    """

    department = models.ForeignKey(Department, models.CASCADE, related_name="pins")
    article = models.ForeignKey(Article, models.CASCADE, related_name="pins")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("department", "article", name="pin_once")]

    def __str__(self) -> str:
        return f"{self.article_id} is pinned in {self.department_id}"
