"""What a tag is called. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from processes.models.tag import TAG_LENGTH
from processes.text.tags import tag_key

MOST = 30  # on one page


def cleaned(names: Iterable[str]) -> list[str]:
    """The names as they are kept: each once, whatever its capitals, without signs that nobody
    sees; nothing for what has no letter or digit. Longer ones are cut."""
    found: dict[str, str] = {}
    for name in names:
        kept = "".join(sign if sign.isprintable() else " " for sign in name).lstrip("# ")
        short = " ".join(kept.split())[:TAG_LENGTH].strip()
        if any(sign.isalnum() for sign in short):
            found.setdefault(tag_key(short), short)
    return list(found.values())
