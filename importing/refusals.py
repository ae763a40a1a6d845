"""Why something about an import is not done, in words for whoever asked."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """It cannot be done now, or not so; nothing has changed."""


class ChoicesRefused(Refused):
    """Some rows of the mapping cannot stand as they are; `why` says it, by row number."""

    def __init__(self, why: Mapping[int, str]) -> None:
        super().__init__("; ".join(dict.fromkeys(why.values())))
        self.why = dict(why)


class Failed(Exception):
    """A stage did not come to its end. The import says so too, and can be gone on with."""


class Stopped(Exception):
    """Somebody asked for a stop."""


class TakenOver(Exception):
    """Somebody else works on it by now: this one gave no sign of life for too long."""
