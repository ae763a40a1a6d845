"""What the lines of a report have in common: the reason, without what differs. Pure.

https://old.example.com/?p=12 – No such page.   →  No such page.
3 × block “calendar”, which is kept as code     →  block “calendar”, which is kept as code
It has 512 KB of text.                          →  It has … KB of text.
"""

from __future__ import annotations

import re

from importing.models.note import REASON_LENGTH, Topic
from importing.shortening import cut

# “What was written – why”.
_WITH_WHAT = (Topic.LINK, Topic.SECTION, Topic.PICTURE)
_TIMES = re.compile(r"\b\d+ × ")
_OWN = re.compile(r"“[^”]*”|\([^()]*\)|(?:\w+://|/)[^\s,;]*[^\s,;.:]|\d[\d.,]*(?<![.,])")
_MARKS = {"“": "“…”", "(": "(…)"}
# A hostile line costs no more than this.
_LOOKED_AT = 1000


def reason_of(topic: str, text: str) -> str:
    """By which lines are counted together; "" where a line says nothing but what it is about."""
    said = text[-_LOOKED_AT:]
    if topic in _WITH_WHAT:
        said = said.rpartition(" – ")[2]
    said = _TIMES.sub("", said)
    if topic != Topic.DROPPED:  # where the names are what one looks for
        said = _OWN.sub(lambda found: _MARKS.get(found[0][0], "…"), said)
    return cut("" if said.strip() == "…" else said, REASON_LENGTH)
