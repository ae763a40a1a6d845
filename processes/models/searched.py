"""What was searched for, so that what is missing can be written. Never by whom."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Article

WORDS_LENGTH = 200


class Search(models.Model):
    """One search: the words, how many pages they found, and which was opened.

    The department is that of whoever asked; nothing else is kept about them. Forgotten after some
    days, see the settings.
    """

    words = models.CharField(max_length=WORDS_LENGTH)
    words_key = models.CharField(max_length=WORDS_LENGTH, db_index=True, editable=False)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hits = models.PositiveIntegerField()
    opened = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_place = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Where in the list the opened page stood, from 1; 0: beside it.",
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return self.words
