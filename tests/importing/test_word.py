"""Word documents in folders."""

from __future__ import annotations

import datetime

import pytest

from importing.source import Unreadable
from importing.word.reading import read
from tests.importing.conftest import picture
from tests.importing.docx_world import docx, p, r
from tests.importing.finding import Everything, everything
from tests.importing.zip_world import flagged, unpacked, zipped

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
        "old.doc": "download it as one",
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
    assert "Travel/Rules.pdf: It is no Word document" in documents.noted("left_out")
    assert len(documents.pages) == 2


def test_files_without_a_document_are_refused() -> None:
    with pytest.raises(Unreadable, match="no Word document"):
        everything(read, ("x.zip", zipped({"a.md": "# A"})))
    with pytest.raises(Unreadable, match="has to be saved or downloaded as one"):
        everything(read, ("x.zip", zipped({"Handbook.html": "<p>A</p>", "images/1.png": b"x"})))


def _code(text: str) -> str:
    return f'<w:r><w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr>{r(text)[5:]}'


_CONTENTS = (
    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    f"</w:sdtPr><w:sdtContent>{p('Steps 3')}</w:sdtContent></w:sdt>"
)
_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
    f'2006"><mc:Choice><w:txbxContent>{p("In a box")}</w:txbxContent></mc:Choice>'
    "</mc:AlternateContent></w:r>"
)


def test_nothing_of_what_word_and_google_docs_write_is_lost() -> None:
    """Numbers go on behind a picture, code is told by its font, boxes and directions are read."""
    body = "".join((
        _CONTENTS,
        p("One", level=0), p("Two", level=0), p("A picture between"), p("Three", level=0),
        p(_code("def f(x):")), p(_code("    return x")), p(r("Use ") + _code("ls") + r(" here")),
        p(f'<w:dir w:val="rtl">{r("From the right")}</w:dir>'), p(_BOX), '<w:altChunk r:id="x"/>',
        p(f'<w:hyperlink r:id="rId5">{r("outside")}</w:hyperlink>'),
    ))  # fmt: skip
    redirect = "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&amp;sa=D"
    parts = {
        name: content.replace(b"https://example.org/x", redirect.encode())
        .replace(b"word/document.xml", b"word/document2.xml")
        .replace(b'"bullet"', b'"decimal"')
        for name, content in unpacked(docx(body)).items()
    }
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    found = everything(read, ("d.zip", zipped({"a.docx": zipped(parts), "~$a.docx": b"x"})))
    (page,) = found.pages.values()
    assert page.body == (
        "1. One\n2. Two\n\nA picture between\n\n3. Three\n\n"
        "```\ndef f(x):\n    return x\n```\n\nUse `ls` here\n\n"
        "From the right\n\nIn a box\n\n[outside](https://example.org/a?b=1)\n"
    )
    assert "1 × part in another format" in found.noted("dropped")
    assert "a.docx" not in found.noted("left_out") + found.noted("file_broken")
