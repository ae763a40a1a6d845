"""Keys of titles, slugs and heading ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering import fold, heading_id, slugify


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("Équipe Data", "equipe data"),
        ("L’équipe", "l'equipe"),
        ("Cœur de métier", "coeur de metier"),
        ("Straße", "STRASSE"),
        ("Smørrebrød & Łódź", "smorrebrod & lodz"),
        ("e\u0301t\u00e9", "ete"),
        ("A  \t B\u00a0C", "a b c"),
        ("2019–2024", "2019-2024"),
        ("“Quoted”", '"quoted"'),
        ("«Quoted»", '"quoted"'),
        ("ﬁnance", "finance"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_titles_people_mean_alike_have_the_same_key(written: str, also: str) -> None:
    assert fold(written) == fold(also)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("C", "C++"), ("a b", "ab")])
def test_different_titles_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_a_key_is_its_own_key(title: str) -> None:
    assert fold(fold(title)) == fold(title)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Set up a new laptop", "set-up-a-new-laptop"),
        ("L'équipe d'accueil", "l-equipe-d-accueil"),
        ("Don't panic", "dont-panic"),
        ("R&D (2024)", "r-d-2024"),
        ("  --  ", "page"),
        ("🚀", "page"),
        ("🚀 Launch", "launch"),
        ("Œuvre", "oeuvre"),
        # Letters of other scripts are spelt, syllable by syllable where a sign is one.
        ("Политика отпусков", "politika-otpuskov"),
        ("Ελληνικά", "ellinika"),
        ("北京大学 2024", "bei-jing-da-xue-2024"),
        ("سياسة", "sysh"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_at_a_word() -> None:
    assert slugify("word " * 40) == "-".join(["word"] * 16)
    assert len(slugify("x" * 200)) == 80


@given(st.text())
def test_a_slug_is_safe_in_an_address(text: str) -> None:
    slug = slugify(text)
    assert 0 < len(slug) <= 80
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_headings_in_other_scripts_have_ids_of_their_own() -> None:
    # Pages hold these: they do not change with the way addresses are spelt.
    assert heading_id("日本語") == "h-a80b52e5" != heading_id("中文")
