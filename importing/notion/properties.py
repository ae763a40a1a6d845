"""The facts at the top of a page, and what they say of it. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from importing.moments import moment_of

_TAGS = frozenset({"tag", "tags", "label", "labels", "topics", "étiquettes", "schlagwörter"})
_AUTHOR = frozenset({"created by", "author", "créé par", "erstellt von"})
_WRITTEN = frozenset({"created", "created time", "created at", "date created"})
_CHANGED = frozenset(
    {"last edited", "last edited time", "last updated", "last updated time", "updated", "edited"}
)
_EDITOR = frozenset({"last edited by", "last updated by"})
_EMAIL = re.compile(r"\s*\(?\b[^\s@()]+@[^\s@()]+\.[^\s@()]+\)?")


@dataclass(slots=True)
class Told:
    """What the facts say of the page; `rest` is what readers are shown as facts."""

    tags: tuple[str, ...] = ()
    author: str = ""
    written_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None
    rest: list[tuple[str, str]] = field(default_factory=list)


def tell(properties: Iterable[tuple[str, str]]) -> Told:
    """Facts about the page itself go where the wiki keeps such facts, if they can be read."""
    told = Told()
    for name, value in properties:
        key = name.casefold().strip()
        moment = moment_of(value) if key in _WRITTEN | _CHANGED else None
        if key in _TAGS:
            tags = (one.strip() for one in value.split(","))
            told.tags = tuple(dict.fromkeys(filter(None, tags)))
        elif key in _AUTHOR and value.strip() and "," not in value:
            told.author = _EMAIL.sub("", value).strip() or value.strip()
        elif key in _WRITTEN and moment:
            told.written_at = moment
        elif key in _CHANGED and moment:
            told.changed_at = moment
        elif key in _EDITOR:
            continue
        elif value.strip():
            told.rest.append((name.strip(), value.strip()))
    return told
