"""Exports as bytes: every encoding there is, and everything that can be wrong with them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from importing.files import Files
from importing.source import Asked, Unreadable
from importing.wordpress import parsing, read
from tests.importing.wxr_reading import read_old
from tests.importing.wxr_world import author, page, wxr

SOUND = wxr(author("ana"), page(7, "Café – ελληνικά 🙂", "<p>Naïve “text”</p>"))
TITLE = "Café – ελληνικά 🙂"
LATIN = wxr(page(7, "Café", link="", content="<p>Naïve “text”</p>"))
DECLARED = b'encoding="UTF-8"'


@pytest.mark.parametrize(
    "content",
    [
        SOUND,
        b"\xef\xbb\xbf\n\n  " + SOUND,
        SOUND.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        SOUND.decode().encode("utf-16-be"),
        SOUND.partition(b"?>")[2].lstrip(),
        SOUND.replace(DECLARED, b'encoding="ISO-8859-1"'),  # it is UTF-8 all the same
        wxr(page(7, TITLE), version="1.0"),
        wxr(page(7, TITLE), version="1.1", namespace="https://wordpress.org/export"),
        wxr(page(7, TITLE), prefix="ns4"),  # as other programs write it again
    ],
    ids="plain mark utf16 utf16be undeclared misdeclared 1.0 https prefix".split(),
)
def test_an_export_is_read_in_every_way_it_may_be_written(tmp_path: Path, content: bytes) -> None:
    old = read_old(tmp_path, content)
    assert old.pages[TITLE].key == "post:7"
    assert old.about.source == "old.example.com"
    assert {note.topic for note in old.notes} <= {"person", "address"}


def test_windows_text_is_read_and_told(tmp_path: Path) -> None:
    declared = LATIN.decode().replace("UTF-8", "windows-1252").encode("cp1252")
    assert "Café" in read_old(tmp_path, declared).pages
    old = read_old(tmp_path, LATIN.decode().encode("cp1252"))
    assert "Naïve “text”" in old.pages["Café"].body
    assert any("4 bytes are no UTF-8" in line for line in old.said("warning"))


def test_control_characters_are_dropped_and_counted(tmp_path: Path) -> None:
    dirty = wxr(page(7, "Ti\x0btle", "<p>a\x00b\x1fc</p>\ufffe", link=""))
    old = read_old(tmp_path, dirty)
    assert old.pages["Title"].body.strip() == "abc"
    assert any("4 control characters" in line for line in old.said("warning"))


def test_entities_of_html_are_known_and_cdata_may_be_split(tmp_path: Path) -> None:
    content = wxr(page(7, "A", "<p>x ]]> y</p>")).replace(
        b"<![CDATA[A]]>", b"R&amp;D&nbsp;&#8211; x&foo;"
    )
    assert "]]" in read_old(tmp_path, content).pages["R&D – x&foo;"].body


EXPAND = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BROKEN = {
    "expansion": (SOUND.replace(b"<rss", EXPAND + b"<rss"), "declares a document type"),
    "external": (SOUND.replace(b"<rss", OUTSIDE + b"<rss"), "declares a document type"),
    "dtd": (SOUND.replace(b"<rss", b'<!DOCTYPE rss SYSTEM "http://x.test/"><rss'), "declares a"),
    "cut short": (SOUND[: SOUND.index(b"</channel>")], "cut short"),
    "cut in a text": (SOUND[: SOUND.index(b"ve \xe2\x80\x9c")], "cut short"),
    "two roots": (SOUND + SOUND.partition(b"?>")[2], "Something follows after its end"),
    "mismatch": (SOUND.replace(b"</guid>", b"</guide>"), "broken XML (mismatched tag)"),
    "in front": (b"PHP Warning: x in y.php\n" + SOUND, "Something stands before its beginning"),
    "web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "feed": (
        b'<rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
        "no Word",
    ),
    "empty": (b" \n", "empty"),
    "other script": (wxr(page(1, "Ж" * 500)).decode().encode("koi8-r"), "no UTF-8"),
    "japanese": (wxr(page(1, "テ、スト" * 99)).decode().encode("shift_jis"), "Windows-1252"),
    "unknown": (
        SOUND.replace(DECLARED, b'encoding="x-klingon"', 1)[:-9] + b"\xff\xff</rss>",
        "klingon",
    ),
    "lies": (LATIN.decode().replace("UTF-8", "gb2312").encode("cp1252"), "which it is not"),
    "deep": (SOUND.replace(b"<guid", b"<g>" * 300 + b"<guid"), "nested deeper"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused_as_a_whole_with_a_sentence(tmp_path: Path, name: str) -> None:
    content, why = BROKEN[name]
    with pytest.raises(Unreadable, match=re.escape(why)) as refused:
        read_old(tmp_path, wxr(page(1, "Sound")), content) if name not in (
            "web page", "feed", "empty"
        ) else read_old(tmp_path, content)  # fmt: skip
    assert re.match(r"[ab]\.xml", refused.value.where)
    assert str(refused.value).endswith((".", ")."))


def test_a_refusal_names_line_and_item(tmp_path: Path) -> None:
    content = (
        wxr(page(1, "First"), page(2, "Second"))
        .replace(b"</item>\n\n", b"")
        .replace(b"</dc:creator>", b"</dc:cr>")
    )
    with pytest.raises(Unreadable) as refused:
        read_old(tmp_path, content)
    assert re.fullmatch(r"a\.xml, line \d\d, item 1 \(“First”\)", refused.value.where)


def test_no_tag_may_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LONGEST_TOKEN", 200_000)
    with pytest.raises(Unreadable, match="longer than any"):
        read_old(tmp_path, SOUND.replace(b"<item>", b"<!--" + b"x" * 400_000 + b"--><item>"))


def test_exports_are_found_in_archives_and_other_xml_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/one.xml", wxr(page(1, "One")))
        archive.writestr("export/two.xml", wxr(page(2, "Two")))
        archive.writestr("export/sitemap.xml", b'<?xml version="1.0"?><urlset/>')
    with Files.of_paths([path]) as files:
        found = list(read(files, Asked()))
    assert sorted(one.title for one in found if hasattr(one, "body")) == ["One", "Two"]
    notes = [one for one in found if getattr(one, "topic", "") == "file_broken"]
    assert len(notes) == 1
    assert "sitemap.xml" in notes[0].where


def test_without_any_export_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with (
        Files.of_paths([tmp_path]) as files,
        pytest.raises(Unreadable, match="no WordPress export"),
    ):
        list(read(files, Asked()))
