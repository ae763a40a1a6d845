"""The mapping: what of the old wiki goes where, and who is who."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Department
from importing.models.run import Import


class Choice(models.TextChoices):
    """What comes of a place (a category, a folder, a space) or an author of the old wiki."""

    DEPARTMENT = "department", "a department that is here"
    NEW = "new", "a new department"
    TAG = "tag", "a tag"
    LEAVE_OUT = "leave_out", "nothing: leave it out"
    PERSON = "person", "somebody who is here"
    PLACEHOLDER = "placeholder", "a placeholder: the name alone"


class ImportChoice(models.Model):
    """One row of the mapping. `rank` orders the places: of several that a page is in, the first
    that is a department decides, the others become tags where they are to.

    `key` is what the old wiki calls it, `parent_key` what lies above it there, `uses` how many
    pages it has, itself alone.
    """

    run = models.ForeignKey(Import, models.CASCADE, related_name="choices")
    is_author = models.BooleanField(default=False)
    key = models.CharField(max_length=400)
    name = models.CharField(max_length=300)
    email = models.CharField(max_length=254, blank=True)
    parent_key = models.CharField(max_length=400, blank=True)
    uses = models.PositiveIntegerField(default=0)
    rank = models.PositiveIntegerField(default=0)
    choice = models.CharField(max_length=12, choices=Choice)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    new_name = models.CharField(max_length=100, blank=True)
    # The row whose department the new one is to lie below; empty: below the import's own one.
    new_parent_key = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["is_author", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "is_author", "key"], name="import_choice_once")
        ]

    def __str__(self) -> str:
        return self.name
