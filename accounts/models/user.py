"""A person: known by e-mail, let in by the identity provider."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.models.tree import DepartmentTree, load_tree

# Stands where a provider's key would, with people of an old wiki (see accounts.placeholders): as
# no key may have a blank, no provider ever speaks for them.
OLD_WIKI = "old wiki"


class Delivery(models.TextChoices):
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "One e-mail a day"
    IN_APP = "in_app", "In the inbox only"


class Role(models.TextChoices):
    """What somebody may do who answers for nothing: owners, deputies, managers of departments and
    admins have their rights beside it."""

    AUTHOR = "author", "Author: reads and proposes"
    READER = "reader", "Reader: reads only"
    GUEST = "guest", "Guest: only what they are admitted to"


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def colleagues(self) -> UserQuerySet:
        """Those who are, or were, here: not the placeholders, who were on an old wiki alone."""
        return self.exclude(external_source=OLD_WIKI, is_active=False)

    def with_email(self, email: str) -> UserQuerySet:
        """People with this address, whatever its case (at most one: the database sees to it)."""
        return self.filter(email__iexact=email.strip())

    def known_to(self, reader: User) -> UserQuerySet:
        """People whom this person may look up: everybody; for a guest those of the departments
        that they may read, with their managers, and themself."""
        if not reader.is_guest:
            return self
        shape, hidden = reader.departments.shape, reader.departments.hidden_from(reader)
        readable = shape.rows.keys() - hidden
        managers = {shape.managers[pk] for pk in readable} - {None}
        return self.filter(Q(department__in=readable) | Q(pk__in={reader.pk, *managers}))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, name: str = "", **fields: Any) -> User:
        """A person without a local password: they come in through single sign-on.

        Raises ValueError without an e-mail address.
        """
        if not email:
            raise ValueError("A person needs an e-mail address.")
        password = fields.pop("password", None)
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str = "", **fields: Any) -> User:
        """A break-glass admin; the local password works only where BREAK_GLASS is on."""
        return self.create_user(email, name, **{**fields, "is_superuser": True})

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    department = models.ForeignKey(
        "accounts.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
    )
    job_title = models.CharField(max_length=150, blank=True)
    locale = models.CharField(
        max_length=20, blank=True, help_text="The language the identity provider gives, like “fr”."
    )
    line_manager = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        help_text="Whom they report to, as the identity provider says. Decides nothing here.",
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.AUTHOR)
    # Names of the fields that an admin set, which no identity provider overwrites any more.
    by_hand = models.JSONField(default=list, blank=True, editable=False)
    # {field: {"by": {source: what it says}, "value": what came of it}}: rights that somebody's
    # groups at a provider gave, and that leaving these takes.
    given_by = models.JSONField(default=dict, blank=True, editable=False)
    external_source = models.CharField(
        "identity provider", max_length=40, blank=True, help_text="The key of the provider."
    )
    external_id = models.CharField(  # noqa: DJ001 - none is no id: two without one do not collide
        "identity provider's id",
        max_length=255,
        null=True,
        blank=True,
        help_text="The subject by which the identity provider knows this person. Set at sign-in.",
    )
    # When the provider last spoke of them: at a sign-in, or through its directory.
    vouched_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField("last seen", null=True, blank=True, editable=False)
    # The digest of their portrait, "" without one: so that showing it asks for nothing.
    picture = models.CharField(max_length=32, blank=True, default="", editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(
        "active",
        default=True,
        help_text="Untick when somebody leaves: their session ends with its next click.",
    )
    delivery = models.CharField(
        "e-mail",
        max_length=10,
        choices=Delivery,
        default=Delivery.AT_ONCE,
        help_text="How notifications reach this person beside their inbox. They choose themselves.",
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_without_case",
                violation_error_message="Somebody with this e-mail address exists already.",
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="user_known_once_to_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()
        # An empty id is no id: two people without one must not collide.
        self.external_id = self.external_id or None

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open its admin pages: admins, and nobody else."""
        return self.is_superuser

    @property
    def is_admin(self) -> bool:
        """Admins run departments, people and rules; they are the last in line to decide."""
        return self.is_active and self.is_superuser

    @property
    def is_placeholder(self) -> bool:
        """Somebody of an old wiki who is nobody here (see accounts.placeholders)."""
        return self.external_source == OLD_WIKI and not self.is_active

    @property
    def is_guest(self) -> bool:
        """Guests read only what they are admitted to; an admin is never one."""
        return self.role == Role.GUEST and not self.is_admin

    @property
    def may_write(self) -> bool:
        """Whether they may propose anything at all. Who decides is another matter: that follows
        from what somebody answers for."""
        return self.is_active and (self.role != Role.READER or self.is_superuser)

    @property
    def initials(self) -> str:
        parts = self.name.split() or [self.email]
        return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()

    @cached_property
    def unread(self) -> int:
        """How many notifications wait unread, counted up to UNREAD_COUNTED.

        Comes with the row of whoever is signed in (see accounts.present); else one query.
        """
        return self.notifications.counted().count()

    @cached_property
    def admitted(self) -> frozenset[int]:
        """Ids of the departments that they are let into by name or through a group.

        Comes with the row of whoever is signed in (see accounts.present), or with those of many
        people at once (see accounts.admitted); else one query.
        """
        found = apps.get_model("accounts", "Admission").objects.of(self.pk)
        return frozenset(found.values_list("department_id", flat=True))

    @cached_property
    def departments(self) -> DepartmentTree:
        """The department tree, read once for this person object (one query)."""
        return load_tree()
