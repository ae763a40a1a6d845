"""What admins do to the whole company's filing at once: each asks first what will happen, then
does it in one transaction.

looking.py     what merging two departments will do, told before it is done
merging.py     two departments become one
addresses.py   the pages' addresses when that happens
belongings.py  all else that hangs on a department
moving.py      a department goes under another
managers.py    somebody takes the place of another everywhere
"""

from processes.reorganising.looking import Prospect, look
from processes.reorganising.managers import Part, Replaced, held_by, replace
from processes.reorganising.merging import merge
from processes.reorganising.moving import look_at_move, move_under

__all__ = [
    "Part",
    "Prospect",
    "Replaced",
    "held_by",
    "look",
    "look_at_move",
    "merge",
    "move_under",
    "replace",
]
