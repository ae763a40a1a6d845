"""A person's data, as a page tells it and as a file holds it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.models import User
from accounts.personal_data.registry import KEPT, Kept, titles_for

PROFILE = (
    *("name", "email", "job_title", "locale", "role", "is_active", "is_superuser", "delivery"),
    *("external_source", "external_id", "by_hand", "date_joined", "last_login"),
    *("vouched_at", "last_seen_at"),
)
README = """What {site} stores about {name}, as of {at}.

profile.json holds who they are. Each other file holds one kind of record, one entry for each;
its first line says what it is. Times are in UTC. Pages are named by number, and by title where
they may read the page.

Not in here: what others wrote, other than what was told to them; the names of what they may not
read any more; and keys that open something.
"""


def summary(person: User) -> list[tuple[str, int]]:
    """What there is of each kind, and how much (a query each); nothing of what there is none."""
    counted = [(kept.words, kept.rows_of(person).count()) for kept in KEPT]
    return [(words, number) for words, number in counted if number]


def profile(person: User) -> dict[str, Any]:
    """Who they are, as it is stored."""
    told = {name: getattr(person, name) for name in PROFILE}
    told["department"] = person.department and person.department.name
    told["line_manager"] = person.line_manager and person.line_manager.name
    return told


def archive_of(person: User, site: str) -> bytes:
    """A zip: a text that explains it, and a JSON file of each kind of which there is any."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        at = timezone.now().strftime("%Y-%m-%d %H:%M")
        archive.writestr("README.txt", README.format(site=site, name=person.name, at=at))
        archive.writestr("profile.json", _json(profile(person)))
        for kept in KEPT:
            if entries := _entries(kept, person):
                archive.writestr(_file(kept), _json({"what": kept.words, "entries": entries}))
    return buffer.getvalue()


def _entries(kept: Kept, person: User) -> list[dict[str, Any]]:
    columns = [*kept.columns, *([kept.page] if kept.page else [])]
    rows = list(kept.rows_of(person).values("pk", *columns))
    shut = kept.shut(person, kept.rows_of(person)) if kept.shut else ()
    for row in rows:
        if row.pop("pk") in shut:
            row |= dict.fromkeys(kept.named, "")
    if kept.page:
        titles = titles_for(person, {row[kept.page] for row in rows if row[kept.page]})
        for row in rows:
            number = row.pop(kept.page)
            row["page"] = number
            row["page_title"] = titles.get(number, "")
    return rows


def _file(kept: Kept) -> str:
    return f"{kept.label.replace('.', '-').lower()}-{kept.field}.json"


def _json(told: object) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
