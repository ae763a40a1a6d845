"""One line of a list to choose from."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`insert` is what is written in place of the letters typed, `label` and `about` what the
    line says; `kind` is the page's, or “new”, “person”, “emoji”."""

    insert: str
    label: str
    about: str
    kind: str
