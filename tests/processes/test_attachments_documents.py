"""Documents are known by what is in them; what could act, or hides something, is refused."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from processes.attachments import Unsupported, documents
from tests.processes.samples import office, open_document, zipped

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("content", "name", "content_type", "suffix"),
    [
        (b"%PDF-1.7 hello", "a.exe", "application/pdf", ".pdf"),
        (office("word/document.xml"), "a", OFFICE + "wordprocessingml.document", ".docx"),
        (office("xl/workbook.xml"), "a.pdf", OFFICE + "spreadsheetml.sheet", ".xlsx"),
        (office("ppt/presentation.xml"), "a", OFFICE + "presentationml.presentation", ".pptx"),
        (open_document("text"), "a.zip", OPEN + "text", ".odt"),
        (open_document("spreadsheet"), "a", OPEN + "spreadsheet", ".ods"),
        (open_document("presentation"), "a", OPEN + "presentation", ".odp"),
        ("Größe;1\n".encode(), "a.csv", "text/csv; charset=utf-8", ".csv"),
        ("Größe;1\n".encode("latin-1"), "a.CSV", "text/csv", ".csv"),
        (b"MIT License", "LICENCE.txt", "text/plain; charset=utf-8", ".txt"),
    ],
)
def test_a_document_is_known_by_its_content(
    content: bytes, name: str, content_type: str, suffix: str
) -> None:
    found = documents.recognise(content, name)
    assert (found.content_type, found.suffix, found.content) == (content_type, suffix, content)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "Export it as PNG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><SVG>", "a.txt", "Export it as PNG"),
        (b"  <!DOCTYPE html><p>", "a.txt", "Save it as PDF"),
        (b"<script>alert(1)</script>", "a.csv", "Save it as PDF"),
        (b"MZ\x90\x00", "a.pdf", "Programs"),
        (b"\x7fELF\x02", "a.txt", "neither|Programs"),
        (b"#!/bin/sh\nrm -rf /", "a.sh", "Programs"),
        (b"plain words", "a.png", "neither an image"),
        (b"plain words", "a.bat", "neither an image"),
        (b"one\0two", "a.txt", "neither an image"),
        (zipped(readme_dot_txt="x"), "a.docx", "Archives"),
        (zipped(mimetype="application/epub+zip"), "a.odt", "Archives"),
        (office("word/document.xml", **{"word/vbaProject.bin": "x"}), "a.docx", "macros"),
        (office("xl/workbook.xml", **{"xl/VBAPROJECT.BIN": "x"}), "a.xlsx", "macros"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "Archives"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "docx"),
        (b"\0\0\0\x18ftypheic", "a.heic", "as JPEG"),
        (b"\0\0\0\x18ftypmp42", "a.mp4", "GIF"),
        (b"II*\0", "a.tif", "as PNG"),
        (b"\x89PDF %PDF-1.4", "a.pdf", "neither an image"),
    ],
)
def test_what_is_no_document_is_refused_with_advice(
    content: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(Unsupported, match=sentence):
        documents.recognise(content, name)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 200])
def test_half_a_document_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError, match="damaged"):
        documents.recognise(content, "a.docx")


def test_nothing_in_a_document_is_unpacked() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"\0" * 200_000_000)
    with pytest.raises(Unsupported):
        documents.recognise(stream.getvalue(), "bomb.odt")


def test_a_refusal_repeats_a_hostile_name_as_text() -> None:
    with pytest.raises(Unsupported) as refusal:
        documents.recognise(b"words", "{0.__class__}%s" + "x" * 500)
    assert "{0.__class__}%s" in refusal.value.messages[0]
    assert len(refusal.value.messages[0]) < 300


def test_macros_cannot_hide_behind_thousands_of_other_parts() -> None:
    stream = BytesIO(office("word/document.xml"))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"part{number}", "")
        archive.writestr("word/vbaProject.bin", "")

    with pytest.raises(Unsupported):
        documents.recognise(stream.getvalue(), "a.docx")


def test_a_list_of_too_many_parts_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("It was opened."))
    with pytest.raises(Unsupported):
        documents.recognise(b"PK\x03\x04" + documents.ZIP_ENTRY * 20_000, "a.docx")
