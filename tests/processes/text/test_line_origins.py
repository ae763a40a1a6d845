"""Which version brought each line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.diffing import lines_of
from processes.text.line_origins import carried_on, first, runs, spread

TEXT = st.lists(st.sampled_from(["One.", "Two.", "", "A line that is long enough to move.", "x"]))


def test_what_stays_keeps_its_version_and_what_changes_gets_the_new_one() -> None:
    one = "# Title\n\nFirst step.\nSecond step.\n"
    two = "# Title\n\nFirst step.\nA step between.\nSecond step, changed.\n"
    origins = carried_on(one, first(one, 1), two, 2)
    assert spread(origins) == [1, 1, 1, 2, 2]
    three = two.replace("# Title", "# Other")
    assert carried_on(two, origins, three, 3) == [[1, 3], [2, 1], [2, 2]]


def test_a_line_that_only_moves_keeps_its_version_and_a_short_one_does_not() -> None:
    long = "Ask the desk before you open the case."
    old = f"{long}\nYes.\n\nOne.\nTwo.\nThree.\n"
    new = f"One.\nTwo.\nThree.\n\n{long}\nYes.\n"
    origins = spread(carried_on(old, first(old, 1), new, 2))
    assert dict(zip(lines_of(new), origins, strict=True)) == {
        "One.": 1,
        "Two.": 1,
        "Three.": 1,
        "": 2,
        long: 1,
        "Yes.": 2,
    }


def test_texts_without_a_line_and_foreign_line_ends() -> None:
    assert first("", 1) == []
    assert carried_on("", [], "One.\r\nTwo.", 2) == [[2, 2]]
    assert carried_on("One.\r\nTwo.\r\n", [[2, 1]], "One.\nTwo.", 2) == [[2, 1]]
    assert carried_on("One.", [[1, 1]], "", 2) == []
    with pytest.raises(ValueError, match="3 origins for 1 lines"):
        carried_on("One.", [[3, 1]], "One.", 2)


@given(TEXT, TEXT, TEXT)
def test_every_line_has_one_origin_and_none_from_the_future(
    a: list[str], b: list[str], c: list[str]
) -> None:
    one, two, three = ("\n".join(lines) for lines in (a, b, c))
    second = carried_on(one, first(one, 1), two, 2)
    third = carried_on(two, second, three, 3)
    for body, origins, newest in ((two, second, 2), (three, third, 3)):
        assert len(spread(origins)) == len(lines_of(body))
        assert all(1 <= version <= newest for version in spread(origins))
        assert runs(spread(origins)) == origins
    assert carried_on(three, third, three, 4) == third


def test_large_texts_take_milliseconds_and_no_text_takes_long() -> None:
    page = [f"Step {n}: check the cable before you switch the machine on." for n in range(1_000)]
    changed = [line.replace("cable", "plug") if n % 9 == 0 else line for n, line in enumerate(page)]
    for old, new in ((page, changed), (["x"] * 20_000, ["x", "y"] * 10_000)):
        one, two = "\n".join(old), "\n".join(new)
        began = time.process_time()
        carried_on(one, first(one, 1), two, 2)
        assert time.process_time() - began < 0.3
