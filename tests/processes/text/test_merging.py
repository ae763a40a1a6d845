"""Three texts into one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes.text.merging import Conflict, merge

BASE = "# Opening\n\nUnlock the gate. Switch on the pumps.\n\n- Towels\n- Badges\n- Keys\n"


def test_changes_in_different_places_come_together() -> None:
    merged = merge(BASE, BASE.replace("Towels", "Bath towels"), BASE + "\nAsk the desk.\n")
    assert merged.text == BASE.replace("Towels", "Bath towels") + "\nAsk the desk.\n"


def test_two_lines_side_by_side_are_no_conflict() -> None:
    merged = merge(BASE, BASE.replace("Towels", "Robes"), BASE.replace("Badges", "Cards"))
    assert merged.text == BASE.replace("Towels", "Robes").replace("Badges", "Cards")


def test_two_sentences_of_one_paragraph_are_no_conflict() -> None:
    live = BASE.replace("Unlock the gate.", "Unlock both gates.")
    proposed = BASE.replace("Switch on the pumps.", "Switch on all pumps.")
    assert merge(BASE, live, proposed).text == (
        live.replace("Switch on the pumps.", "Switch on all pumps.")
    )


def test_the_same_change_by_both_is_no_conflict() -> None:
    changed = BASE.replace("Keys", "All keys")
    assert merge(BASE, changed, changed).text == changed


def test_one_sentence_changed_in_two_ways_is_a_conflict() -> None:
    merged = merge(BASE, BASE.replace("the gate", "both gates"), BASE.replace("the gate", "a door"))
    assert merged.text is None
    assert merged.conflicts == (
        Conflict("Unlock the gate. ", "Unlock both gates. ", "Unlock a door. "),
    )
    assert merged.resolved(["Unlock all. "]) == BASE.replace("Unlock the gate. ", "Unlock all. ")


def test_what_one_took_out_and_the_other_changed_is_a_conflict() -> None:
    merged = merge(BASE, BASE.replace("- Badges\n", ""), BASE.replace("Badges", "Cards"))
    assert merged.conflicts == (Conflict("- Badges\n", "", "- Cards\n"),)


def test_two_additions_at_one_place_are_a_conflict() -> None:
    merged = merge("One.\n", "One.\nTwo.\n", "One.\nThree.\n")
    assert merged.conflicts == (Conflict("", "Two.\n", "Three.\n"),)


def test_resolving_wants_a_choice_for_each_conflict() -> None:
    with pytest.raises(ValueError, match="1 conflict"):
        merge("One.\n", "Two.\n", "Three.\n").resolved([])


texts = st.lists(
    st.sampled_from(["a. ", "b. ", "c! ", "\n", "- d\n", "e\n\n", "| f | g |\n"]), max_size=14
).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(texts, texts, texts)
def test_nothing_is_lost_whatever_was_written(base: str, live: str, proposed: str) -> None:
    assert merge(base, live, base).text == live
    assert merge(base, base, proposed).text == proposed
    assert merge(base, live, live).text == live
    merged = merge(base, live, proposed)
    conflicts = merged.conflicts
    if conflicts:
        assert all(c.live != c.proposed and c.base not in (c.live, c.proposed) for c in conflicts)
        mirrored = merge(base, proposed, live).conflicts
        assert [(c.base, c.proposed, c.live) for c in conflicts] == [
            (c.base, c.live, c.proposed) for c in mirrored
        ]
    else:
        assert merged.text == merge(base, proposed, live).text
