"""Why pages cannot be arranged so."""

from __future__ import annotations


class Refused(Exception):
    """`str()` is a sentence that says why."""


class NotAllowed(Refused):
    """This person does not manage the department."""


class NotHere(Refused):
    """The page is not in use, or not where it is to be moved."""


class TooMany(Refused):
    """A department shows a few pages first, not all of them."""
