"""What every page shows around its content."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models.tree import Branch


def chrome(request: HttpRequest) -> dict[str, object]:
    """The site's name, and the departments this person sees (read only where they are drawn)."""
    return {"site_name": settings.SITE_NAME, "nav": SimpleLazyObject(lambda: _branches(request))}


def _branches(request: HttpRequest) -> list[Branch]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return user.departments.branches(user)
