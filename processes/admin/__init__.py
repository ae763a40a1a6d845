"""What Django admin shows of pages, and the rules kept there."""

from __future__ import annotations

from processes.admin import (
    catalogue,
    dashboard,
    leaving,
    pages,
    reorganising,
    rules,
    searches,
    templates,
)

__all__ = [
    "catalogue",
    "dashboard",
    "leaving",
    "pages",
    "reorganising",
    "rules",
    "searches",
    "templates",
]
