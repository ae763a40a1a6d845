"""What a proposal would change beside the text: where a page belongs, and who answers for it.

`Proposal.filing` holds the differences alone: any of department, owner and parent (ids), kind and
topic. What they mean is looked up anew each time, as people leave and pages are archived.
"""

from processes.proposed_filing.describing import described
from processes.proposed_filing.filing import (
    Filing,
    NoLongerHolds,
    differences,
    of,
    person,
    plain,
    wanted,
    why_no_parent,
)

__all__ = [
    "Filing",
    "NoLongerHolds",
    "described",
    "differences",
    "of",
    "person",
    "plain",
    "wanted",
    "why_no_parent",
]
