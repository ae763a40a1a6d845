"""An uploaded image or file; private like the page that shows it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from processes.models.article import Article


def storage_path(attachment: Attachment, filename: str) -> str:
    """Named by content: the same bytes are stored once."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """What a page shows that this person may read, and what they uploaded themselves."""
        shown = AttachmentUse.objects.filter(
            attachment=models.OuterRef("pk"), article__in=Article.objects.visible_to(user)
        )
        return self.filter(models.Q(uploaded_by=user) | models.Exists(shown))


class Attachment(models.Model):
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=storage_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="In pixels.")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="In pixels.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.key, self.name])


class AttachmentUse(models.Model):
    """That a published article shows an attachment: who reads the one may read the other."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachment_uses")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "attachment", name="attachment_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} in {self.article_id}"
