"""Terms and tools: proposed, and decided on by whoever answers for their department.

An entry is what a page is in small: anybody who may read a department may propose, one person's
yes makes it so, everybody concerned is told. Nothing else writes a term or a tool, Django admin
included.
"""

from processes.catalogue.asking import may_decide, waiting_for
from processes.catalogue.deciding import approve, decline, stamp, withdraw
from processes.catalogue.naming import key_of
from processes.catalogue.proposing import propose, publish
from processes.catalogue.reading import (
    entry_of,
    readable_tools,
    settled_for,
    uses_of,
    visible_to,
)
from processes.catalogue.recording import record, remove
from processes.catalogue.refusals import EntryMoved, NameTaken
from processes.catalogue.values import Values, described, values_of

__all__ = [
    "EntryMoved",
    "NameTaken",
    "Values",
    "approve",
    "decline",
    "described",
    "entry_of",
    "key_of",
    "may_decide",
    "propose",
    "publish",
    "readable_tools",
    "record",
    "remove",
    "settled_for",
    "stamp",
    "uses_of",
    "values_of",
    "visible_to",
    "waiting_for",
    "withdraw",
]
