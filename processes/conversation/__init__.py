"""What is said about a proposal while it is decided on.

Whoever may see a proposal may comment on it, on the whole or on one change of one round, from its
first submission until it is closed; in a draft nobody would hear it. Its author and those who
decide may ask colleagues for their view, who may then see it, too. Nobody's silence blocks.

The verbs hold the locks of the workflow, raise its refusals, and tell people in the same
transaction.
"""

from processes.conversation.commenting import comment, reopen, resolve
from processes.conversation.consulting import consult
from processes.conversation.mentioning import unheard
from processes.conversation.showing import Said, Shown, Thread, shown

__all__ = [
    "Said",
    "Shown",
    "Thread",
    "comment",
    "consult",
    "reopen",
    "resolve",
    "shown",
    "unheard",
]
