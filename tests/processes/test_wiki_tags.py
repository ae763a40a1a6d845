"""What the templates' own filters make of lists and differences."""

from types import SimpleNamespace

import pytest

from processes.templatetags import wiki
from processes.text.diffing import diff


def page(*, reviewed: bool) -> SimpleNamespace:
    return SimpleNamespace(was_never_reviewed=not reviewed)


def test_a_long_unchanged_stretch_is_cut_at_words_and_counted() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    begins, words, ends = wiki.long_stretch(text) or ("", 0, "")
    assert text.startswith(begins + " ")
    assert text.endswith(" " + ends)
    assert words == len(text.split()) - len(begins.split()) - len(ends.split())
    assert len(begins) <= wiki.STRETCH_KEPT
    assert len(ends) <= wiki.STRETCH_KEPT


@pytest.mark.parametrize("text", ["", "short", "x" * 480, "x" * 5_000])
def test_what_is_short_or_one_word_is_shown_whole(text: str) -> None:
    assert wiki.long_stretch(text) is None


def test_lines_of_a_difference_say_what_they_are() -> None:
    lines = [line for hunk in diff("## Old\n\nsame", "## Old\n\nsame\nnew") for line in hunk.lines]
    assert [wiki.diff_class(line) for line in lines] == [
        "diff-same diff-heading",
        "diff-same diff-blank",
        "diff-same",
        "diff-added",
    ]


def test_only_several_pages_without_any_approval_share_one_notice() -> None:
    assert wiki.none_approved([page(reviewed=False), page(reviewed=False)])
    assert not wiki.none_approved([page(reviewed=False), page(reviewed=True)])
    assert not wiki.none_approved([page(reviewed=False)])
    assert not wiki.none_approved([])
