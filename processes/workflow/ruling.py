"""The rules of writing in the verbs: who may set them aside, and with which words.

An author may submit what does not meet a blocking rule by saying why it should not hold here (an
exception), and an approver may publish it by saying why (an override). Rules of advice hold nobody
up.
"""

from __future__ import annotations

from processes.house_rules import Report
from processes.models import Proposal
from processes.workflow.refusals import RulesNotMet

# What `note` sets on the proposal.
RULED = ("unmet", "exception")

ASK_FOR_EXCEPTION = "Mend what is listed, or say why it should not hold here."
ASK_FOR_OVERRIDE = "Say why it shall be published all the same, or return it."


def note(proposal: Proposal, report: Report | None) -> None:
    """Writes down how many blocking rules a proposal's text does not meet; the caller saves it.

    `report` is None for a text that the rules are not asked about. An exception that is not needed
    is forgotten.
    """
    proposal.unmet = len(report.unmet) if report else 0
    if not proposal.unmet:
        proposal.exception = ""


def only_with_exception(proposal: Proposal, report: Report | None) -> None:
    """Raises RulesNotMet where a noted proposal needs an exception and asks for none."""
    if proposal.unmet and not proposal.exception.strip():
        raise RulesNotMet(proposal.unmet, ASK_FOR_EXCEPTION, report)


def only_overruled(unmet: int, override: str, report: Report | None = None) -> str:
    """The override as the log keeps it: empty where it is not needed. Raises RulesNotMet."""
    if not unmet:
        return ""
    if not override.strip():
        raise RulesNotMet(unmet, ASK_FOR_OVERRIDE, report)
    return override.strip()


def findings_of(report: Report | None) -> list[dict[str, object]] | None:
    """What a round keeps of it."""
    return report.as_json() if report else None
