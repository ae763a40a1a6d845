"""What people are writing, kept every few seconds before it is a proposal.

A copy is its author's alone. Each window in which they write has a name of its own and counts its
attempts, so that three things can be told apart: a save whose answer got lost (the same window
comes again: it is no stranger), one that was overtaken on its way (an older attempt of the same
window: nothing happens), and one from a window that does not know the newest text (`Newer`: it is
told, and nothing is written over).

A copy that became a proposal, or was thrown away, ends but stays for a while, so that saves that
come late, or from another window, find out what became of it.
"""

from processes.working_copies.ending import drop, end, forget_old
from processes.working_copies.keeping import begin, keep, take_over
from processes.working_copies.outcomes import Attempt, Ended, Kept, Newer, NotOpen
from processes.working_copies.presence import Present, present, said_of
from processes.working_copies.reading import Found, find, get_own, unsaved
from processes.working_copies.values import TooLarge, Values, as_written, put_together, written

__all__ = [
    "Attempt",
    "Ended",
    "Found",
    "Kept",
    "Newer",
    "NotOpen",
    "Present",
    "TooLarge",
    "Values",
    "as_written",
    "begin",
    "drop",
    "end",
    "find",
    "forget_old",
    "get_own",
    "keep",
    "present",
    "put_together",
    "said_of",
    "take_over",
    "unsaved",
    "written",
]
