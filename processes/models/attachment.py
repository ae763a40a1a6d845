"""An uploaded image or file; private like the page that shows it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, User
from processes.models.article import Article, Reader
from processes.models.proposal import Proposal


def storage_path(attachment: Attachment, filename: str) -> str:
    """Named by content: the same bytes are stored once."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """What a page shows, or showed in a version before, that this person may read; what the
        text of a proposal shows that they may see; and what they uploaded themselves.
        """
        return self.readable_by(Reader.of(user))

    def readable_by(self, reader: Reader) -> AttachmentQuerySet:
        """The rule of `visible_to`, of the facts it needs."""
        here = models.OuterRef("pk")
        pages = Article.objects.readable_by(reader)
        proposals = Proposal.objects.readable_by(reader)
        shown = AttachmentUse.objects.filter(attachment=here, article__in=pages)
        proposed = ProposalAttachment.objects.filter(attachment=here, proposal__in=proposals)
        return self.filter(
            models.Q(uploaded_by=reader.id) | models.Exists(shown) | models.Exists(proposed)
        )


class Attachment(models.Model):
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=storage_path, max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the stored bytes.")
    source_sha256 = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Of the bytes as they were uploaded."
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="In pixels.")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="In pixels.")
    frames = models.PositiveIntegerField(default=1, help_text="More than one: it moves.")
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="attachments",
        help_text="Whose library it is in: that of the page it was uploaded for.",
    )
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
    """That an article shows an attachment, or did in a version before: readers of the one may
    read the other."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachment_uses")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="uses")
    is_live = models.BooleanField(default=True, help_text="The live version shows it.")
    alt = models.CharField(max_length=300, blank=True, help_text="As the live version says.")

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "attachment", name="attachment_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} in {self.article_id}"


class ProposalAttachment(models.Model):
    """That the text of a proposal shows an attachment: who may see the one may see the other."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="attachment_uses")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="proposal_uses")

    class Meta:
        constraints = [
            models.UniqueConstraint("proposal", "attachment", name="proposal_attachment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} in proposal {self.proposal_id}"


def rendition_path(rendition: Rendition, filename: str) -> str:
    return f"renditions/{rendition.sha256[:2]}/{rendition.sha256}-{rendition.width}"


class Rendition(models.Model):
    """The same picture, smaller; of the stored bytes, whichever attachments share them."""

    STILL = 0

    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(help_text="In pixels; 0: the first frame of a moving one.")
    height = models.PositiveIntegerField(help_text="In pixels.")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    file = models.FileField(upload_to=rendition_path, max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint("sha256", "width", name="rendition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} at {self.width}"
