"""Who answers for pages: what is offered to others, what a leaver left, whom an owner trusts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Article
from processes.models.proposal import Proposal

PERSON = settings.AUTH_USER_MODEL


class TransferState(models.TextChoices):
    OPEN = "open", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Not accepted"
    CANCELLED = "cancelled", "Taken back"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def open(self) -> TransferQuerySet:
        return self.filter(state=TransferState.OPEN)


class Transfer(models.Model):
    """A page is offered to a new owner, or to another department; until that is accepted, all
    stays as it is. Exactly one of `owner` and `department` is given."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="transfers")
    owner = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="offered_pages"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="offered_pages"
    )
    slug = models.SlugField("address there", max_length=100, blank=True)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="transfers"
    )
    state = models.CharField(max_length=9, choices=TransferState, default=TransferState.OPEN)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField("why", max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, department__isnull=False)
                | Q(owner__isnull=False, department=None),
                name="transfer_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["article"],
                name="transfer_one_open_owner",
                condition=Q(state=TransferState.OPEN, owner__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["article"],
                name="transfer_one_open_department",
                condition=Q(state=TransferState.OPEN, department__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} to {self.owner or self.department}"

    @property
    def is_open(self) -> bool:
        return self.state == TransferState.OPEN


class HandOver(models.Model):
    """Somebody left: what they answered for waits here for whoever manages their department."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="hand_overs")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="hand_over_one_open", condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"What {self.person} answered for"


class Trust(models.Model):
    """On their own pages, an owner lets somebody publish minor changes without asking first."""

    owner = models.ForeignKey(PERSON, models.CASCADE, related_name="trusts")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="trusted_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "person"], name="trusted_once"),
            models.CheckConstraint(
                condition=~Q(owner=F("person")), name="trust_is_in_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} trusts {self.person}"
