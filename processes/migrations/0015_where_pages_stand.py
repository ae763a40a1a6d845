"""Gives each page its key in the order of its department, by title, below the page it is part of."""

import re

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BATCH = 500
SHELVES = [
    ("process", ""),
    ("expertise", "company"),
    ("expertise", "methodology"),
    ("expertise", "product"),
    ("expertise", "sector"),
    ("expertise", ""),
]
DEEPEST = 12
NUMBER = re.compile(r"\d{1,6}")
FIELDS = ("pk", "department_id", "parent_id", "kind", "topic", "title_key", "version")


def place_pages(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    articles = apps.get_model("processes", "Article").objects
    live = articles.filter(archived_at=None)
    rows = {row["pk"]: row for row in live.values(*FIELDS)}
    places: dict[int, bytes] = {}
    for pk in rows:
        _place(pk, rows, places)
    changed = [articles.model(pk=pk, place=place) for pk, place in places.items()]
    articles.bulk_update(changed, ["place"], batch_size=BATCH)


def _place(pk: int, rows: dict[int, dict], places: dict[int, bytes]) -> None:
    """Of a page and all above it, from the top."""
    line = [pk]
    while (parent := _parent(rows[line[-1]], rows)) is not None and parent not in line:
        line.append(parent)
    line.reverse()
    for depth, current in enumerate(line):
        row = rows[current]
        if depth == 0:
            shelf = (row["kind"], row["topic"])
            above = bytes([SHELVES.index(shelf) if shelf in SHELVES else len(SHELVES)])
        elif depth < DEEPEST:
            above = places[line[depth - 1]]
        else:
            above = places[line[DEEPEST - 2]]
        title = NUMBER.sub(lambda number: number[0].zfill(6), row["title_key"])
        short = title.encode("utf-8", "replace")[:36]
        places[current] = b"".join((above, b"\xff\xff", short, b"\0", current.to_bytes(4, "big")))


def _parent(row: dict, rows: dict[int, dict]) -> int | None:
    parent = rows.get(row["parent_id"])
    near = parent is not None and parent["department_id"] == row["department_id"]
    return parent["pk"] if near and parent["version"] else None


class Migration(migrations.Migration):
    dependencies = [("processes", "0014_reading_and_searching")]

    operations = [migrations.RunPython(place_pages, migrations.RunPython.noop)]
