"""Word documents in folders."""

from __future__ import annotations

import datetime

import pytest

from importing.source import Unreadable
from importing.word.reading import read
from tests.importing.conftest import picture
from tests.importing.docx_world import docx, p
from tests.importing.finding import Everything, everything
from tests.importing.zip_world import flagged, zipped

_HOSTILE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.fixture(scope="module")
def documents() -> Everything:
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 600
    return everything(
        read,
        ("Documents.zip", zipped({
            "Travel/Costs/travel_costs.docx": docx(),
            "Travel/short_note.docx": docx(p("Only this."), {"docProps/core.xml": "<broken"}),
            "Travel/macros.docm": docx(),
            "Travel/hidden.docx": docx(more={"word/vbaProject.bin": b"x"}),
            "old.doc": old,
            "secret.docx": old + "EncryptedPackage".encode("utf-16-le"),
            "hostile.docx": docx(more={"word/styles.xml": _HOSTILE}),
            "broken.docx": docx()[:400],
            "locked.docx": flagged(docx(), 1),
            "deep.docx": docx("<w:sdt><w:sdtContent>" * 5000),
            "nothing.docx": zipped({"a.xml": "<a/>"}),
            "Travel/Rules.pdf": b"%PDF",
        })),
    )  # fmt: skip


def test_a_document_keeps_its_text_and_its_facts(documents: Everything) -> None:
    page = documents.page("Travel & costs")
    assert (page.key, page.places) == ("Travel/Costs/travel_costs.docx", ("Travel/Costs",))
    assert {one.key: one.parent for one in documents.places.values()} == {
        "Travel": "", "Travel/Costs": "Travel",
    }  # fmt: skip
    assert (page.author, page.tags) == ("An Author", ("travel", "money"))
    assert page.written_at == datetime.datetime(2023, 1, 5, 10, 21, tzinfo=datetime.UTC)
    assert page.changed_at == datetime.datetime(2024, 3, 7, 21, 5, tzinfo=datetime.UTC)
    media = "/Travel/Costs/travel_costs.docx/word/media/image1.png"
    for expected in (
        "## Steps",
        "See [outside](https://example.org/x) and [above](#steps).[^1]",
        "- First\n  1. Inner\n- Second",
        "added",
        "E= mc2",
        f"![A chart of trips]({media})",
        "| City | Limit |",
        r"Everywhere \| else",
        "[^1]: Since **2020**",
    ):
        assert expected in page.body
    assert "removed" not in page.body
    assert "↑" not in page.body
    assert page.anchors["steps"] == page.headings[0].id
    assert documents.content[documents.files[media].name] == picture()
    assert documents.page("short note").body == "Only this.\n"


def test_what_has_no_place_here_is_told(documents: Everything) -> None:
    told = documents.noted("dropped")
    for line in ("2 × tracked change", "1 × comment beside", "1 × formula"):
        assert line in told
    refused = documents.noted("left_out") + documents.noted("file_broken")
    for name, why in {
        "macros.docm": "macros",
        "hidden.docx": "macros",
        "old.doc": "save it as one",
        "secret.docx": "password",
        "hostile.docx": "declares",
        "broken.docx": "part of it is missing",
        "locked.docx": "password",
        "deep.docx": "too much to read",
        "nothing.docx": "no text",
    }.items():
        (line,) = [line for line in refused.splitlines() if name in line]
        assert why in line
    assert "/Travel/Rules.pdf" in documents.files
    assert len(documents.pages) == 2


def test_files_without_a_document_are_refused() -> None:
    with pytest.raises(Unreadable, match="no Word document"):
        everything(read, ("x.zip", zipped({"a.md": "# A"})))
