"""Tables of people and of departments (CSV): looked at first, then applied.

reading.py      a file → lines of cells under headings, whatever program wrote it
headings.py     which columns there are, and what people call them
cells.py        one cell → a value, or a sentence that says why not
planning.py     what each line would do
naming.py       which department a line speaks of
addresses.py    first parts of addresses that are free
last_admin.py   somebody stays who can let others in
identities.py   providers and ids that a table may fill in
places.py       departments found by their path, name or address
people.py       what a table of people would do, and writing_people.py does it
departments.py  what a table of departments would do, and writing_departments.py does it
importing.py    a table kept, looked at, applied, forgotten
"""

from accounts.tables.headings import headings
from accounts.tables.importing import KEPT, Stale, apply, check, forget_old, keep, look
from accounts.tables.planning import Plan, Row, State
from accounts.tables.reading import MOST_BYTES, Unreadable, decode

__all__ = [
    "KEPT",
    "MOST_BYTES",
    "Plan",
    "Row",
    "Stale",
    "State",
    "Unreadable",
    "apply",
    "check",
    "decode",
    "forget_old",
    "headings",
    "keep",
    "look",
]
