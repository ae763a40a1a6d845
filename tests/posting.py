"""What a form of the administration posts, beyond its fields."""

from __future__ import annotations


def no_rows(*inlines: str) -> dict[str, int]:
    """Of lists below it, in which nothing stands."""
    return {f"{name}-{part}_FORMS": 0 for name in inlines for part in ("TOTAL", "INITIAL")}
