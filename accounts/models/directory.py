"""What a provider's directory says of people, through SCIM."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class DirectoryRecord(models.Model):
    """One person in the words of the directory that keeps them, with its own names for them.

    Directories send changes to what they said before, and look up what they said, so that is kept
    beside what became of it: an admin may have set another name, or a department may not exist.
    Only what we serve is kept (accounts.scim.resources), nothing else that a directory sends.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="directory_record",
    )
    provider_key = models.CharField("identity provider", max_length=40)
    user_name = models.CharField(max_length=255)
    # None is no id: two people without one do not collide.
    external_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001
    told = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # The directory deleted them: they are inactive, and it does not see them any more.
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "provider_key", Lower("user_name"), name="directory_record_of_each_user_name"
            ),
            models.UniqueConstraint(
                fields=["provider_key", "external_id"], name="directory_record_of_each_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in the directory of {self.provider_key}"
