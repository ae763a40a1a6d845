"""Names behind an @, and the words that a comment is about."""

from __future__ import annotations

import time

import pytest

from processes.text.naming_people import Named, named
from processes.text.page_diff import compare
from processes.text.quoting import quote

PEOPLE = {"anna", "anna maria", "o’neil", "j. r. smith", "léa"}


def found(text: str) -> list[str]:
    return [place.written for place in named(text, lambda words: words.lower() in PEOPLE)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Anna Maria, @anna and @Anna Marie", ["Anna Maria", "anna", "Anna"]),
        ("(@O’Neil's) “@Léa” @J. R. Smith.", ["O’Neil", "Léa", "J. R. Smith"]),
        ("to x@y.example, @a.b-c+d@y.example.", ["a.b-c+d@y.example"]),
        ("@Anna\nMaria @ @@ @Nobody's @", ["Anna", "Nobody's"]),
    ],
)
def test_the_longest_name_behind_an_at_is_meant(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_places_hold_what_was_written_and_hostile_text_takes_no_time() -> None:
    [place] = named("Ask @Anna!", lambda words: words == "Anna")
    assert place == Named(4, 9, "Anna")
    began = time.process_time()
    for text in ("@a" * 2000, "@" * 4000, "@a " * 1300, "@" + "a." * 2000, "@a" + "-" * 4000):
        assert len(found(text)) <= 100
    assert time.process_time() - began < 0.5


def changes(old: str, new: str) -> list[str]:
    return [quote(part.html, 40) for part in compare(old, new).parts if part.number]


def test_a_quote_is_the_text_as_it_becomes_or_what_goes() -> None:
    old = "<p>One &amp; two.</p><p>Three.</p><p>Gone for good.</p>"
    new = "<p>One &amp; <strong>two</strong> &lt;b&gt;.</p><p>Three.</p>"
    assert changes(old, new) == ["One & two <b>.", "Gone for good."]
    assert quote("<p>" + "word " * 30 + "</p>", 12) == "word word…"
    assert quote("x" * 30, 12) == "x" * 11 + "…"
    assert quote("<del class=d-removed><b>a</div>unclosed", 40) == "aunclosed"
    assert quote("", 40) == ""
