"""What a look at a provider finds."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, BAD, NOTE = "good", "bad", "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """`todo` is what to do about it; "" where there is nothing to do."""

    state: str
    text: str
    todo: str = ""
