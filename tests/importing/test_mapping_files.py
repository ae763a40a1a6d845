"""The mapping as a table: what is written is read back, what cannot stand is told by line."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from importing import mapping_files, running
from importing.models import Choice, Import
from processes.models import Article
from tests.cast import Cast
from tests.importing.conftest import Write
from tests.importing.old_wiki import Author, Place, choices, page, wiki

Table = list[dict[str, str]]


@pytest.fixture
def read(cast: Cast, monkeypatch: Any) -> Import:
    old = wiki(
        cast,
        monkeypatch,
        Author("ann", "Author of old", "author@example.com"),
        Author("bob", "Reader of old"),
        Place("guides", "=cmd|'/c calc'!A1"),
        Place("-it", "IT, “really”", "guides"),
        Place("equipment", "Équipement"),
        page("start", places=("guides",), author="ann"),
        page("laptop", places=("-it",), author="bob"),
        page("mouse", places=("equipment",)),
    )
    run = old.begin()
    running.read(run)
    return run


def test_what_is_written_is_read_back(read: Import) -> None:
    before = list(read.choices.order_by("pk").values())
    text = mapping_files.write(read)
    assert "'=cmd" in text  # no formula for a spreadsheet
    assert ",'-it," in text
    assert mapping_files.read(read, text.encode("utf-8-sig")) == len(before)
    after = list(read.choices.order_by("pk").values())
    assert [row | {"rank": 0} for row in after] == [row | {"rank": 0} for row in before]
    # As Excel saves it in France.
    cells = csv.reader(StringIO(text))
    table = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in cells)
    assert mapping_files.read(read, table.encode("cp1252")) == len(before)
    assert list(read.choices.order_by("pk").values()) == after


def test_a_table_decides_what_goes_where(read: Import, cast: Cast) -> None:
    lines = told(read)
    line = {one["Key"]: one for one in lines}
    line["'-it"] |= {"Becomes": "Tag", "Which": "", "Below": ""}
    line["equipment"] |= {"Becomes": "department", "Which": cast.finance.slug, "Below": ""}
    line["guides"] |= {"Becomes": "new department", "Which": "Guides", "Below": "equipment"}
    line["bob"] |= {"Becomes": "person", "Which": cast.reader.email.upper()}
    lines.remove(line["ann"])
    lines.reverse()
    assert mapping_files.read(read, as_csv(lines)) == len(lines)
    assert choices(read)["-it"] == (Choice.TAG, "")
    assert choices(read)["guides"] == (Choice.NEW, "equipment")
    bob = read.choices.get(key="bob")
    assert (bob.person, read.choices.get(key="ann").choice) == (cast.reader, Choice.PERSON)
    ranked = read.choices.filter(is_author=False).order_by("rank").values_list("key", flat=True)
    assert list(ranked) == [one["Key"].lstrip("'") for one in lines if one["What"] == "place"]


@pytest.mark.parametrize(
    ("key", "cells", "why"),
    [
        ("guides", {"Key": "nowhere"}, "Line {}: The old wiki has no place “nowhere”."),
        ("guides", {"Becomes": "gone"}, "Line {}: “gone” is none of: new department, department"),
        ("guides", {"Becomes": "department", "Which": "atlantis"}, "Line {}: This department is"),
        ("bob", {"Becomes": "person", "Which": "nobody@example.com"}, "Line {}: This person is"),
        ("bob", {"Becomes": "tag"}, "Line {}: Choose what becomes of it."),
        ("guides", {"What": "Author", "Key": "bob"}, "Lines {} and 5 are about the same."),
    ],
)
def test_what_cannot_stand_changes_nothing(
    read: Import, key: str, cells: dict[str, str], why: str
) -> None:
    before = list(read.choices.order_by("pk").values())
    lines = sorted(told(read), key=lambda one: one["Key"] != key)
    lines[0] |= cells
    lines[1:] = sorted(lines[1:], key=lambda one: (one["Key"] == "bob", one["Key"]))[-3:]
    with pytest.raises(running.Refused) as refusal:
        mapping_files.read(read, as_csv(lines))
    assert why.format(2) in str(refusal.value)
    assert list(read.choices.order_by("pk").values()) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Name,Key\n", b'What,Key\n"a'])
def test_what_is_no_table_is_refused(read: Import, content: bytes) -> None:
    with pytest.raises(running.Refused):
        mapping_files.read(read, content)


def test_commands_write_it_down_and_follow_it(
    cast: Cast, folder: Path, write: Write, tmp_path: Path
) -> None:
    write("it/laptop.md", "# Laptop\n\nText.\n")
    write("hr/leave.md", "# Leave\n\nText.\n")
    table = tmp_path / "mapping.csv"

    def bring(**options: Any) -> None:
        call_command("import_markdown", str(folder), department="Handbook", **options)

    bring(dry_run=True, write_mapping=table, stdout=StringIO())
    lines = list(csv.DictReader(StringIO(table.read_text("utf-8-sig"))))
    for line in lines:
        if line["Key"] == "hr":
            line |= {"Becomes": "department", "Which": cast.finance.slug, "Below": ""}
    table.write_bytes(as_csv(lines))
    bring(mapping=table, stdout=StringIO())
    assert Article.objects.get(title="Leave").department == cast.finance
    with pytest.raises(CommandError, match="There is no file"):
        bring(mapping=tmp_path / "none.csv")


def told(run: Import) -> Table:
    return list(csv.DictReader(StringIO(mapping_files.write(run))))


def as_csv(lines: Table) -> bytes:
    out = StringIO()
    table = csv.DictWriter(out, lines[0])
    table.writeheader()
    table.writerows(lines)
    return out.getvalue().encode()
