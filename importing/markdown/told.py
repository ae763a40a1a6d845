"""What a file says of itself beside its text: who wrote it, when, in which state. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from importing.markdown.front_matter import FrontMatter
from importing.moments import parsed, plausible
from importing.source import Author

_WITH_EMAIL = re.compile(r"\A(?P<name>[^<>]*)<(?P<email>[^<>@\s]+@[^<>@\s]+)>\Z")
_ORDERS = ("order", "weight", "nav_order", "sidebar_position", "position")
_NO = frozenset({"false", "no", "off", "0"})
_YES = frozenset({"true", "yes", "on", "1"})


def author_of(front: FrontMatter) -> Author | None:
    """The first of those that are named: “Name”, “Name <address>”, or {name, email}."""
    for key in ("author", "authors"):
        value = front.values.get(key)
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, Mapping):
            name, email = (str(first.get(part) or "").strip() for part in ("name", "email"))
        elif isinstance(first, str):
            named = _WITH_EMAIL.match(first.strip())
            name = named["name"].strip() if named else first.strip()
            email = named["email"] if named else ""
        else:
            continue
        if "@" in name and " " not in name and not email:
            email = name
        if name or email:
            return Author(email.lower() or name, name or email, email)
    return None


def moment_of(front: FrontMatter, *keys: str) -> datetime.datetime | None:
    """A day or a moment; without a time zone it is one of UTC."""
    for key in keys:
        value = front.values.get(key)
        if isinstance(value, str):
            value = parsed(value)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = datetime.datetime(value.year, value.month, value.day)  # noqa: DTZ001
        if isinstance(value, datetime.datetime):
            return plausible(value)
    return None


def tags_of(front: FrontMatter) -> tuple[str, ...]:
    """A list, or words with commas between."""
    found = [front.values.get("tags"), front.values.get("keywords")]
    tags: list[str] = []
    for value in found:
        if isinstance(value, str):
            tags += value.split(",")
        elif isinstance(value, list):
            tags += [str(one) for one in value if isinstance(one, str | int)]
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


def order_of(front: FrontMatter) -> int | None:
    """Its place among its neighbours, under any of the names that generators have for it."""
    for key in _ORDERS:
        value = front.values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**31:
            return int(value)
    return None


def is_draft(front: FrontMatter) -> bool:
    """`draft: true` or `published: false`."""
    draft, published = (str(front.values.get(key, "")).lower() for key in ("draft", "published"))
    return draft in _YES or published in _NO
