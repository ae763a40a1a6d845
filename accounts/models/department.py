"""Departments form a tree; each has a manager who answers for it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

# First parts of addresses that belong to the site itself.
RESERVED_SLUGS = frozenset(
    "about accounts admin api attachments exports feeds glossary healthz help inbox media me new"
    " people pictures preview proposals readyz reports reviews scim search sign-in static tags"
    " tools wanted".split()
)


class Visibility(models.TextChoices):
    COMPANY = "company", "Everybody in the company"
    MEMBERS = "members", "Its members only"


class Department(models.Model):
    name = models.CharField(max_length=100)
    slug = models.SlugField(
        "address",
        max_length=60,
        unique=True,
        help_text="The first part of its pages' addresses. Old addresses keep working.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The department this one belongs to; empty for a top department.",
    )
    manager = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_departments",
        help_text="Answers for the department and decides where an article's owner cannot.",
    )
    description = models.TextField(
        blank=True, max_length=1000, help_text="What this department does, in a sentence or two."
    )
    visibility = models.CharField(
        max_length=10,
        choices=Visibility,
        default=Visibility.COMPANY,
        help_text="Who may read its pages. Departments below it are at most as open.",
    )
    four_eyes = models.BooleanField(
        "four eyes",
        default=False,
        help_text="Nobody may approve their own proposal here, or in the departments below, not"
        " even an owner.",
    )
    review_months = models.PositiveSmallIntegerField(
        "review interval (months)",
        default=12,
        validators=[MinValueValidator(1)],
        help_text="How long an approved page may stand before its owner looks at it again.",
    )
    decide_days = models.PositiveSmallIntegerField(
        "days to decide",
        default=5,
        validators=[MinValueValidator(1)],
        help_text="Working days until a proposal is overdue; after twice as many the next in line"
        " may decide as well.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Smaller numbers come first among departments of the same parent."
    )

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="department_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("department", args=[self.slug])

    def clean(self) -> None:
        """Raises ValidationError beside the field: no cycles, no address of the site's own."""
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": f"“{self.slug}” is an address of the site itself."})
        if self._is_above_itself():
            raise ValidationError(
                {"parent": f"{self.parent} lies below {self.name}: a department cannot be its own."}
            )

    def _is_above_itself(self) -> bool:
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if self.pk is not None and above.pk == self.pk:
                return True
            seen.add(above.pk)
            above = above.parent
        return False


class DepartmentAddress(models.Model):
    """An old first part of addresses, which still leads to the department, for ever."""

    slug = models.SlugField(max_length=60, unique=True)
    department = models.ForeignKey(Department, models.CASCADE, related_name="old_addresses")
    # Facts and proposals name departments by number, and are not rewritten.
    merged_id = models.BigIntegerField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="The number of the department that had this address until it was merged.",
    )

    def __str__(self) -> str:
        return f"{self.slug} → {self.department}"
