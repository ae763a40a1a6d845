"""Our own export, brought into another wiki of ours.

format.py     how the archive is laid out, and spelling.py its links: shared with the export
parsing.py    its files, read with suspicion
people.py places.py words.py attaching.py facts.py versions.py   each kind of thing in it
articles.py   one page, wholly or not at all
bringing.py   all of it: the same wiki again
reading.py    its pages alone, as of any old wiki
"""

from importing.imprimatur.bringing import Outcome, bring
from importing.imprimatur.reading import read

__all__ = ["Outcome", "bring", "read"]
