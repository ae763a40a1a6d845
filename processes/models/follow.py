"""Who wants to hear of new versions, of a page or of all pages in and below a department."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Article


class Follow(models.Model):
    """Exactly one of `article` and `department` is given."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="follows"
    )
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="follows"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None, department__isnull=False)
                | Q(article__isnull=False, department=None),
                name="follow_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "article"],
                name="follow_article_once",
                condition=Q(article__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "department"],
                name="follow_department_once",
                condition=Q(department__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} follows {self.article or self.department}"
