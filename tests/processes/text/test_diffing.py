"""What changed between two texts."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text import matching
from processes.text.diffing import Diff, Line, Segment, diff

texts = st.lists(
    st.sampled_from(["a", "b c", "", "the quick brown fox", "the quick red fox", " ", "x, y."])
    | st.text(alphabet="ab .\n", max_size=12),
    max_size=14,
).map("\n".join)


def side(result: Diff, kind: str) -> list[str]:
    """Put one side of a diff with full context together again."""
    lines: list[str] = []
    for line in (line for hunk in result for line in hunk.lines):
        number = line.old_no if kind == "removed" else line.new_no
        if number is not None:
            pieces = [piece.text for piece in line.segments if piece.kind in ("same", kind)]
            lines.append("".join(pieces))
            assert number == len(lines)
    return lines


@given(texts, texts)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    result = diff(old, new, context=1_000)
    if result.is_empty:
        assert old.removesuffix("\n") == new.removesuffix("\n")
    else:
        assert side(result, "removed") == old.removesuffix("\n").split("\n") * bool(
            old.removesuffix("\n")
        )
        assert side(result, "added") == new.removesuffix("\n").split("\n") * bool(
            new.removesuffix("\n")
        )


@given(texts, texts, st.integers(0, 4))
def test_hidden_and_shown_lines_add_up(old: str, new: str, context: int) -> None:
    result, full = diff(old, new, context), diff(old, new, 1_000)
    shown = sum(len(hunk.lines) + hunk.skipped for hunk in result) + result.skipped
    assert shown == sum(len(hunk.lines) for hunk in full)


@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert diff(text, text).is_empty
    assert diff(text, text.replace("\n", "\r\n") + "\r\n").is_empty or text.endswith("\n")


def test_a_changed_line_shows_its_words() -> None:
    (hunk,) = diff("The quick brown fox.", "The quick red fox, really.")
    assert hunk.lines == (
        Line(
            "changed",
            1,
            1,
            (
                Segment("same", "The quick "),
                Segment("removed", "brown"),
                Segment("added", "red"),
                Segment("same", " fox"),
                Segment("added", ", really"),
                Segment("same", "."),
            ),
        ),
    )


def test_words_in_a_row_are_one_change() -> None:
    (hunk,) = diff("Ask your manager for a badge today", "Ask the front desk for a badge today")
    kinds = [piece.kind for piece in hunk.lines[0].segments]
    assert kinds == ["same", "removed", "added", "same"]


def test_lines_that_have_little_in_common_are_replaced() -> None:
    (hunk,) = diff("Entirely one thing", "Something else altogether")
    assert [line.kind for line in hunk.lines] == ["removed", "added"]


def test_an_inserted_line_does_not_mislead_the_pairing() -> None:
    (hunk,) = diff("call the desk now\nopen the door now", "new\ncall the desk\nopen the door")
    assert [line.kind for line in hunk.lines] == ["added", "changed", "changed"]


def test_unchanged_stretches_are_left_out() -> None:
    old = [f"line {number}" for number in range(100)]
    new = [*old[:50], "here", *old[50:]]
    result = diff("\n".join(old), "\n".join(new), context=2)
    (hunk,) = result
    assert (hunk.skipped, hunk.old_start, hunk.new_start, len(hunk.lines)) == (48, 49, 49, 5)
    assert result.skipped == 48


def test_close_changes_share_a_hunk() -> None:
    old = "\n".join("abcdefghijklmnop")
    assert len(diff(old, old.replace("c", "X").replace("h", "Y"), context=3)) == 1
    assert len(diff(old, old.replace("a", "X").replace("p", "Y"), context=3)) == 2


def test_words_are_counted() -> None:
    result = diff("one two three\nfour", "one 2 three\nfour\nfive six")
    assert (result.added, result.removed) == (3, 1)


@pytest.mark.parametrize(("old", "new", "kind"), [("", "a", "added"), ("a", "", "removed")])
def test_from_and_to_nothing(old: str, new: str, kind: str) -> None:
    (hunk,) = diff(old, new)
    assert [line.kind for line in hunk.lines] == [kind]


def test_repeated_lines_do_not_confuse_it() -> None:
    (hunk,) = diff("a\n\nb\n\nc", "a\n\nb2\n\nb\n\nc", context=0)
    assert [line.kind for line in hunk.lines].count("added") == 2


def vocabulary(random: Random) -> list[str]:
    return ["".join(random.choices("abcdefghij", k=random.randint(2, 9))) for _ in range(3_000)]


class Texts:
    """Texts of nonsense words: the same in every test, whichever ran before."""

    def __init__(self) -> None:
        self.random = Random(7)  # noqa: S311 - no secrets here
        self.words = vocabulary(self.random)

    def paragraph(self, size: int) -> str:
        return " ".join(self.random.choices(self.words, k=size))

    def with_changes(self, text: str, count: int) -> str:
        words = text.split(" ")
        for index in self.random.sample(range(len(words)), count):
            words[index] = "changed"
        return " ".join(words)

    def shuffled(self, letters: str, size: int, between: str) -> str:
        return between.join(self.random.choices(letters, k=size))


def huge() -> dict[str, tuple[str, str]]:
    """Return pairs of texts that are slow for difflib alone; all of 60 KB or more."""
    texts = Texts()
    paragraph, with_changes, shuffled = texts.paragraph, texts.with_changes, texts.shuffled
    paragraphs = [paragraph(60) for _ in range(150)]
    line = paragraph(9_000)
    return {
        "every paragraph edited": (
            "\n\n".join(paragraphs),
            "\n\n".join(with_changes(text, 4) for text in paragraphs),
        ),
        "one line edited": (line, with_changes(line, 40)),
        "one line rewritten": (line, paragraph(9_000)),
        "10,000 other lines": (
            "\n".join(f"old {number}" for number in range(10_000)),
            "\n".join(f"new {number}" for number in range(10_000)),
        ),
        "every other line": (
            "\n".join(f"{number}" for number in range(10_000)),
            "\n".join(f"{number - number % 2 * 20_000}" for number in range(10_000)),
        ),
        "few lines, shuffled": (
            shuffled("abcdefgh", 10_000, "\n"),
            shuffled("abcdefgh", 10_000, "\n"),
        ),
        "few words, shuffled": (
            "\n".join(shuffled("abcde", 190, " ") for _ in range(150)),
            "\n".join(shuffled("abcde", 190, " ") for _ in range(150)),
        ),
        "punctuation": ("." * 60_000, "," * 60_000),
    }


@pytest.mark.parametrize("name", list(huge()))
def test_huge_texts_ask_difflib_for_little(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """difflib is quadratic, so what it is given is bounded: each time, and in sum."""
    asked: list[int] = []

    class Counting(SequenceMatcher):
        def __init__(self, junk: object, a: Sequence[str], b: Sequence[str], **rest: bool) -> None:
            asked.append(len(a) * len(b))
            super().__init__(junk, a, b, **rest)

    monkeypatch.setattr(matching, "SequenceMatcher", Counting)
    old, new = huge()[name]
    assert not diff(old, new).is_empty
    assert max(asked, default=0) <= matching.GAP_LIMIT
    assert sum(asked) <= 40 * matching.GAP_LIMIT


def test_edits_in_a_very_long_line_are_found() -> None:
    texts = Texts()
    line = texts.paragraph(9_000)
    result = diff(line, texts.with_changes(line, 40))
    assert result.removed < 100
