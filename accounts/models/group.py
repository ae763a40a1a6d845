"""Groups of people, and who is let into a department they are no members of."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

BY_HAND = "hand"


class Group(models.Model):
    """People named together: by an admin, by a provider's claims, or by its directory (SCIM)."""

    name = models.CharField(max_length=200, unique=True)
    external_source = models.CharField("identity provider", max_length=40, blank=True)
    # None is no id: two groups without one do not collide.
    external_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="in_groups"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="group_known_once_to_a_provider"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """`source` says who put them there, and who may take them out: “hand”, “scim” or “sso:<key>”.
    Somebody may be in a group by several of them."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    source = models.CharField(max_length=45, default=BY_HAND)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person", "source"], name="membership_once_by_each_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def of(self, person: Any) -> AdmissionQuerySet:
        """What lets a person in, or a prepared query's parameter: by name, or through a group."""
        groups = Membership.objects.filter(person=person).values("group")
        return self.filter(Q(person=person) | Q(group__in=groups))


class Admission(models.Model):
    """A person, or the people of a group, who may read a department (and what lies open below it)
    without being its members."""

    department = models.ForeignKey("accounts.Department", models.CASCADE, related_name="admissions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="admissions"
    )
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="admissions"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(group=None),
                name="admission_of_a_person_or_a_group",
                violation_error_message="Name a person or a group, not both.",
            ),
            models.UniqueConstraint(
                fields=["department", "person"], name="admission_once_for_a_person"
            ),
            models.UniqueConstraint(
                fields=["department", "group"], name="admission_once_for_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.group} in {self.department}"
