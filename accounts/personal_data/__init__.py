"""What is stored about a person: told, handed out, and taken away on request.

registry.py     every table that refers to people, and what of it is theirs; each app adds its own
kept.py         the tables of this app
exporting.py    a person's data as a file
anonymising.py  a person who left becomes a former colleague whom nobody knows by name
"""

from accounts.personal_data import kept
from accounts.personal_data.anonymising import NotPossible, anonymise
from accounts.personal_data.exporting import archive_of, summary
from accounts.personal_data.registry import (
    EXEMPT,
    KEPT,
    Kept,
    exempt,
    register,
    register_sentences,
    register_titles,
)

kept.register_all()

__all__ = [
    "EXEMPT",
    "KEPT",
    "Kept",
    "NotPossible",
    "anonymise",
    "archive_of",
    "exempt",
    "register",
    "register_sentences",
    "register_titles",
    "summary",
]
