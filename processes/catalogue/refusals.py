"""Why a verb on an entry may not act, beside what `processes.workflow` knows."""

from __future__ import annotations

from processes.workflow import Refused


class NameTaken(Refused):
    """There is such a term or tool already, or a proposal for it waits."""


class EntryMoved(Refused):
    """The entry is not the one that the decider read."""
