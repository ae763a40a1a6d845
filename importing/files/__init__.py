"""The files of an import, wherever they lie: folders, archives, archives in archives.

Nothing is ever unpacked onto a disk by the name that an archive gives it.

collection.py   all files under one set of names: what readers and stages see
finding.py      which file an address of the old wiki means
merging.py      how the names of several boxes become one set
opening.py      sources (what was uploaded or named) to boxes of files, archives within archives
boxes.py        what all kinds of boxes have in common
folders.py      a folder on the disk, or a single file
archives.py     a zip archive; guarding.py looks at its list before anything trusts that
tars.py         a tar archive, packed or not
adding.py       files that a reader made; parts.py: some bytes as a file of their own
naming.py       which names are taken
problems.py     refusals and limits
"""

from importing.files.boxes import Source
from importing.files.collection import Files
from importing.files.problems import Broken, Limits, NotOpened, Problem, TooLarge, Unreadable

__all__ = [
    "Broken",
    "Files",
    "Limits",
    "NotOpened",
    "Problem",
    "Source",
    "TooLarge",
    "Unreadable",
]
