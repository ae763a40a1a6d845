"""What apps above have looked after every hour: `manage.py housekeeping` asks here."""

from __future__ import annotations

from collections.abc import Callable

_steps: dict[str, Callable[[], object]] = {}


def register(name: str, step: Callable[[], object]) -> None:
    """`name` says what was done, as in “old exports forgotten”; `step` returns how many, or None.
    Called once, when the apps are ready."""
    _steps[name] = step


def steps() -> dict[str, Callable[[], object]]:
    """All that were registered, in that order."""
    return dict(_steps)
