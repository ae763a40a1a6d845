"""Why a verb may not act. Nothing was changed; `str()` is a sentence for the person."""

from __future__ import annotations

from processes.house_rules import Report
from processes.models import Proposal


class Refused(Exception):
    """A verb that may not act now."""


class NotAllowed(Refused):
    """This person may not do this to this article or proposal."""


class WrongState(Refused):
    """The proposal is no longer (or not yet) in a state that allows this."""


class TextMoved(Refused):
    """The proposal's text is not the one that the approver read."""


class PageMoved(Refused):
    """The live page is not the one that the proposal was made from."""


class Incomplete(Refused):
    """Something that the verb needs is missing or impossible."""


class RulesNotMet(Refused):
    """Blocking rules of writing are not met, and nobody said why they should not hold here.

    `report` is what the rules say of the text; None where its latest round has that.
    """

    def __init__(self, number: int, ask: str, report: Report | None = None) -> None:
        rules = "A rule of writing is" if number == 1 else f"{number} rules of writing are"
        super().__init__(f"{rules} not met. {ask}")
        self.report = report


class TooMuchToDraw(Refused):
    """The text cannot be drawn within the limits: `part` says where, if it is one part of it."""

    def __init__(self, message: str, part: str) -> None:
        super().__init__(message)
        self.part = part


class NotDrawnNow(Refused):
    """The text could not be drawn, and it is not the text's fault: a later try may succeed."""


class AlreadyOpen(Refused):
    """The author has an open proposal to this article already: `proposal`."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("You already have an open proposal to this page.")
        self.proposal = proposal
