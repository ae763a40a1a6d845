"""A change taken part by part."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes.text.choosing import changes, take

OLD = "Unlock the gate at six.\n\n- Towels\n- Badges\n\nAsk the desk when in doubt.\n"
NEW = "Unlock the gate at seven.\n\n- Towels\n- Badges\n- Keys\n\nAsk the desk when in doubt.\n"


def test_each_changed_block_is_one_change() -> None:
    found = changes(OLD, NEW)
    assert [(c.number, c.old.strip(), c.new.strip()) for c in found] == [
        (1, "Unlock the gate at six.", "Unlock the gate at seven."),
        (2, "", "- Keys"),
    ]
    assert (found[1].old_line, found[1].new_line) == (5, 5)


def test_one_change_is_taken_and_the_other_left() -> None:
    assert take(OLD, NEW, [1]) == OLD.replace("six", "seven")
    assert take(OLD, NEW, [2]).startswith("Unlock the gate at six.")
    assert "- Keys" in take(OLD, NEW, [2])


def test_code_is_one_block_however_many_lines() -> None:
    old, new = "```\na\n\nb\n```\n\nText.\n", "```\na\n\nc\n```\n\nText.\n"
    assert [c.old for c in changes(old, new)] == ["```\na\n\nb\n```\n"]


def test_rows_of_a_table_are_taken_one_by_one() -> None:
    old = "| Pool | Price |\n| - | - |\n| Sport | 84 |\n| Teaching | 36 |\n"
    new = old.replace("84", "88").replace("36", "38")
    assert take(old, new, [2]) == old.replace("36", "38")


def test_a_last_line_without_an_end_is_no_change_of_its_own() -> None:
    old, new = "Open at six.\n\nEnd.", "Open at seven.\n\nEnd.\n\nThanks."
    found = [change.new.strip() for change in changes(old, new)]
    assert found == ["Open at seven.", "Thanks."]
    assert take(old, new, [1]) == "Open at seven.\n\nEnd."
    assert take(old, new, [2]) == "Open at six.\n\nEnd.\n\nThanks."


def test_an_unknown_change_is_refused() -> None:
    with pytest.raises(ValueError, match="no change 9"):
        take(OLD, NEW, [9])


TEXTS = st.lists(
    st.sampled_from(
        ["One two three.\n", "\n", "- a\n", "- b c\n", "```\n", "| x | y |\n", "## H\n", "four\n"]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TEXTS, TEXTS, st.data())
def test_all_parts_are_the_new_text_and_none_the_old(
    old: str, new: str, data: st.DataObject
) -> None:
    found = changes(old, new)
    numbers = [change.number for change in found]
    assert numbers == list(range(1, len(found) + 1))
    assert take(old, new, numbers) == new
    assert take(old, new, []) == old
    some = data.draw(st.sets(st.sampled_from(numbers))) if numbers else set()
    mixed = take(old, new, some)
    for change in found:
        assert (change.new if change.number in some else change.old) in mixed
