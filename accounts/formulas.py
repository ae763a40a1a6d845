"""Cells that a spreadsheet would take for a formula. Pure."""

import re

_SIGN = r"'*[=+\-@\t\r＝＋－＠]"
# In some languages a semicolon begins a new cell.
_FORMULA = re.compile(rf"(^|;)(?={_SIGN})")
_GUARDED = re.compile(rf"(^|;)'(?={_SIGN})")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before whatever would be worked out."""
    return _FORMULA.sub(r"\1'", cell)


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return _GUARDED.sub(r"\1", cell)
