"""What opens a person's feeds to a program that cannot sign in."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class FeedKey(models.Model):
    """The address of a feed holds a signature of `number`, made with the site's secret key, so
    that nothing in the database opens a feed. A new number ends all addresses given before."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="feed_key"
    )
    number = models.UUIDField(default=uuid.uuid4, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_on = models.DateField(null=True, blank=True, help_text="The last day it was used.")

    def __str__(self) -> str:
        return f"Feed key of {self.person_id}"
