"""Finds the stored file behind an address, for a reader who may see it: one prepared query.

Building this rule with the ORM for each picture of a page took longer than the page itself.
"""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    DateField,
    IntegerField,
    OuterRef,
    Subquery,
    UUIDField,
)

from accounts.models import User
from accounts.prepared import Parameter, Prepared
from processes.models import Attachment, Rendition
from processes.models.article import Reader
from processes.views.serving import Stored

ORIGINAL = ["file", "sha256", "name", "content_type", "size", "uploaded_at"]
SMALLER = ["file", "content_type", "size"]

READER = Parameter("reader", BigIntegerField())
DAY = Parameter("day", DateField())
KEY = Parameter("key", UUIDField())
WIDTH = Parameter("width", IntegerField())
# No rendition has it: the original is wanted.
WHOLE = -1


def find_file(user: User, key: uuid.UUID, width: int = WHOLE) -> Stored | None:
    """The original, or the smaller one of that width (the original while that is not made).

    None for what does not exist or may not be seen: the two are not told apart.
    """
    reader = Reader.of(user)
    query = _query(reader.is_admin, reader.hidden, reader.manages)
    value = UUIDField().get_db_prep_value(key, connection)
    rows = query.fetch(reader=user.pk, day=reader.day, key=value, width=width)
    if not rows:
        return None
    row = query.convert(rows[0])
    found = dict(zip(ORIGINAL, row, strict=False))
    made = dict(zip(SMALLER, row[len(ORIGINAL) :], strict=True))
    return _smaller(found, made, width) if made["file"] else _original(found, width)


@lru_cache(maxsize=256)
def _query(is_admin: bool, hidden: frozenset[int], manages: frozenset[int]) -> Prepared:
    """For everybody who may read the same departments and manages the same."""
    reader = Reader(READER, is_admin, hidden, manages, DAY)
    made = Rendition.objects.filter(sha256=OuterRef("sha256"), width=WIDTH)
    smaller = {f"smaller_{name}": Subquery(made.values(name)[:1]) for name in SMALLER}
    visible = Attachment.objects.readable_by(reader).filter(key=KEY).order_by()
    return Prepared(visible.annotate(**smaller).values_list(*ORIGINAL, *smaller))


def _original(found: dict[str, Any], width: int) -> Stored:
    return Stored(
        path=found["file"],
        tag=found["sha256"],
        name=found["name"],
        content_type=found["content_type"],
        size=found["size"],
        at=found["uploaded_at"],
        lasts=width == WHOLE,
    )


def _smaller(found: dict[str, Any], made: dict[str, Any], width: int) -> Stored:
    is_original = made["file"] == found["file"]
    return Stored(
        path=made["file"],
        tag=f"{found['sha256']}-{width}-{made['size']}",
        name=found["name"] if is_original else f"{found['name'].rpartition('.')[0]}.webp",
        content_type=made["content_type"],
        size=made["size"],
        at=found["uploaded_at"],
    )
