"""One attempt to keep a text, and what may come of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from processes.models import WorkingCopy
from processes.models.working_copy import ENDED as ENDED
from processes.working_copies.presence import Present
from processes.working_copies.values import Values


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text as `window` has it. `known` is the revision that the window began from, `revision`
    the number it gives this attempt: larger than `known` and than all it gave before."""

    key: UUID
    window: str
    known: int
    revision: int
    values: Values


@dataclass(frozen=True, slots=True)
class Kept:
    """The server has it. `others` are those who write on the same page; None: not asked now."""

    revision: int
    at: datetime.datetime
    others: tuple[Present, ...] | None = None


class Newer(Exception):
    """Another window kept something that this one has not seen: `copy`."""

    def __init__(self, copy: WorkingCopy) -> None:
        super().__init__("Another window kept a newer text.")
        self.copy = copy


class Ended(Exception):
    """The text was saved as a proposal (`proposal`, its number) or thrown away, and when, as far
    as that is still known."""

    def __init__(self, copy: WorkingCopy | None) -> None:
        super().__init__("This text was saved or thrown away.")
        self.proposal: int | None = copy.values.get("proposal") if copy else None
        self.at = copy.saved_at if copy else None


class NotOpen(Exception):
    """The page is not open to its author any more."""
