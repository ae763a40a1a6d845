"""What every page shows around its content."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict[str, object]:
    """The site's name."""
    return {"site_name": settings.SITE_NAME}
