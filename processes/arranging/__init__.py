"""The order of a department's pages, and what it shows first.

keeping.py   the key of each page follows its title, kind, parent and place by hand
mending.py   the same for all at once, where people changed things at the same moment
ordering.py  the place by hand
pinning.py   what is shown first
"""

from processes.arranging.guards import may_arrange
from processes.arranging.keeping import KEPT, is_kept, keep, release_parts
from processes.arranging.mending import mend
from processes.arranging.ordering import by_title, move, order, shift
from processes.arranging.pinning import MOST_PINS, move_pin, pin, shift_pin, unpin
from processes.arranging.refusals import NotAllowed, NotHere, Refused, TooMany

__all__ = [
    "KEPT",
    "MOST_PINS",
    "NotAllowed",
    "NotHere",
    "Refused",
    "TooMany",
    "by_title",
    "is_kept",
    "keep",
    "may_arrange",
    "mend",
    "move",
    "move_pin",
    "order",
    "pin",
    "release_parts",
    "shift",
    "shift_pin",
    "unpin",
]
