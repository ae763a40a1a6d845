"""What is written once the reader has their page: it never delays it, and cannot break it."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.afterwards import afterwards
from accounts.asking import is_fetched_ahead

__all__ = ["afterwards", "is_being_read"]


def is_being_read(request: HttpRequest) -> bool:
    """Whether somebody looks at the page: not a browser that fetches ahead, nor one that only
    asks whether it is there."""
    return request.method == "GET" and not is_fetched_ahead(request)
