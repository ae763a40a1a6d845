"""What leads from an exported text back to its author's words, and names of files."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporting.archive import Archive
from exporting.naming import Names, fit, way
from exporting.offline.relocating import relocated
from importing.imprimatur import format as names
from importing.imprimatur.parsing import line_of
from importing.imprimatur.spelling import Edit, Pair, exported, restored

WORDS = st.text(alphabet="ab[]() ", max_size=12)


@given(st.lists(st.tuples(WORDS, WORDS, st.sampled_from(["a", "ab", "[a](b)", ""])), max_size=6))
def test_the_way_back_is_exact(parts: list[tuple[str, str, str]]) -> None:
    """Whatever stands around the links, and also where the new words stand there already."""
    text, edits = "", []
    for before, written, shown in parts:
        text += before
        edits.append(Edit(len(text), len(text) + len(written), shown))
        text += written
    done, pairs = exported(text, edits)
    assert restored(done, pairs) == text


def test_what_is_not_to_be_told_is_gone_for_good() -> None:
    text = "See [[Secret|x]] and [[Open]]."
    done, pairs = exported(text, [Edit(4, 16, "x", for_good=True), Edit(21, 29, "[Open](o.md)")])
    assert done == "See x and [Open](o.md)."
    assert pairs == [Pair("[Open](o.md)", "[[Open]]")]
    assert restored(done, pairs) == "See x and [[Open]]."
    assert restored("See x. Cut.", pairs) == "See x. Cut.", "edited meanwhile"


@pytest.mark.parametrize("title", ["Plain", "# *odd* [x](y) <b> &amp; | ~", "---", "a\\b"])
@pytest.mark.parametrize("body", ["", "---\n", "\n---\n\nx", "# Title\n\ntext\r\n", "no end"])
def test_a_page_is_taken_apart_as_it_was_put_together(title: str, body: str) -> None:
    front_matter, rest = names.parted(names.joined("title: x\n", title, body))
    assert (front_matter, names.without_headline(rest, title)) == ("title: x", body)


def test_names_fit_every_system() -> None:
    given_out = Names("README")
    assert [given_out.free(one) for one in ("a.png", "A.png", "readme", "a.png")] == [
        *("a.png", "A-2.png", "readme-2", "a-3.png"),
    ]
    assert [fit(one) for one in ("con", "../x", "a/b\\c:d", "…", "")] == [
        *("_con", "-x", "a-b-c-d", "…", "file"),
    ]
    assert len(fit("x" * 400 + ".png")) == 120
    assert way("a/b/c.md", "a/é x.md") == "../%C3%A9%20x.md"


def test_an_archive_is_the_same_bytes_again() -> None:
    def made() -> bytes:
        with Archive(file := io.BytesIO()) as archive:
            archive.add_text("ä.md", "text")
            archive.add("x.png", [b"1", b"2"], "image/png")
            with pytest.raises(ValueError, match="already"):
                archive.add_text("ä.md", "")
        return file.getvalue()

    assert made() == made()
    assert zipfile.ZipFile(io.BytesIO(made())).read("x.png") == b"12"


def test_pages_to_read_offline_have_relative_addresses_alone() -> None:
    html = (
        '<p><a class="x" href="/a/b/?x=1&amp;y=2">b</a> <a href="https://e.example/">e</a>'
        '<picture><source media="m" srcset="/s"><img src="/i.png" srcset="/i 1w"'
        ' alt="a > b"></picture></p>'
    )
    moved = {"/a/b/?x=1&y=2": 'b"&.html', "https://e.example/": "https://e.example/"}
    assert relocated(html, moved.__getitem__, {"/i.png": ""}.__getitem__) == (
        '<p><a class="x" href="b&quot;&amp;.html">b</a> <a href="https://e.example/">e</a>'
        '<picture><img alt="a > b"></picture></p>'
    )


def test_a_name_in_an_export_is_one_line() -> None:
    row = {"name": "Mallory\r\nBcc: all@example.com\u2028\x85."}
    assert line_of(row, "name", 150) == "Mallory Bcc: all@example.com ."
