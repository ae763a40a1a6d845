"""What exports keep of people, see accounts.personal_data."""

from __future__ import annotations

from accounts.personal_data import register


def register_all() -> None:
    """Called once, when the apps are ready."""
    register("exporting.Export", "made_by", "Exports you asked for", "shape state made_at")
