"""What stands around a link: the report of links to a page shows it."""

from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering.prose import SENTENCE, cut
from tests.processes.text.wiki import rendered


def _sentences(source: str) -> list[str]:
    return [link.sentence for link in rendered(source).links]


def test_the_sentence_is_the_plain_text_of_the_block() -> None:
    source = "Before.\n\nFirst *open* the [[Door|big **door**]] &amp; `walk`[^1] in.\n\n[^1]: n"
    assert _sentences(source) == ["First open the big door & walk in."]


def test_items_cells_and_raw_html_are_blocks_of_their_own() -> None:
    source = (
        "- one [[A]]\n  - two [[B]]\n\n| k | v |\n|---|---|\n| key | [[C]] |\n\n"
        '> [!NOTE]\n> quoted [[D]]\n\n<p>raw <b>text</b> <a href="/e/">E</a></p><p>other</p>\n\n'
        'so <a href="/f/">the *F* page</a> ends'
    )
    assert _sentences(source) == [
        "one A",
        "two B",
        "key · C",
        "quoted D",
        "raw text E",
        "so the F page ends",
    ]
    assert rendered(source).links[-1].label == "the F page"


def test_a_long_block_is_cut_between_words_around_the_link() -> None:
    (sentence,) = _sentences("before " * 200 + "[[Door]] " + "after " * 200)
    assert 280 <= len(sentence) <= SENTENCE
    assert sentence.startswith("…before ")
    assert sentence.endswith(" after…")
    assert " Door " in sentence


def test_a_link_at_an_end_leaves_the_room_to_the_other_side() -> None:
    (sentence,) = _sentences("[[Door]] " + "after " * 200)
    assert sentence.startswith("Door after")
    assert len(sentence) > 280


def test_many_links_in_one_block_are_no_burden() -> None:
    page = rendered("[[A]] b " * 3000)
    assert len(page.links) == 3000
    assert all(len(link.sentence) <= SENTENCE for link in page.links)


@given(st.text(" ab\n", max_size=900), st.text("cd ", max_size=400), st.text(" ef", max_size=900))
def test_any_sentence_fits_and_holds_its_link(before: str, label: str, after: str) -> None:
    text = before + label + after
    sentence = cut(text, len(before), len(before) + len(label))
    assert len(sentence) <= SENTENCE
    assert " ".join(label.split())[: SENTENCE - 10] in " ".join(sentence.split())
