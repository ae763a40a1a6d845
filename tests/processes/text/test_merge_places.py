"""A merge as places to choose at."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from processes.text.merge_places import Between, Place, laid_out
from processes.text.merging import merge

BASE = "# One\n\nFirst.\n\n```\n# no heading\n```\n\n## Two ##\n\nSecond.\n\nThird.\n"


def places(base: str, live: str, mine: str) -> list[Place]:
    return [part for part in laid_out(merge(base, live, mine), "body") if isinstance(part, Place)]


def test_a_place_knows_its_heading_and_the_words_that_differ() -> None:
    first, second = places(
        BASE,
        BASE.replace("First", "Right first").replace("Second", "Live second"),
        BASE.replace("First", "Left first").replace("Second", "My second"),
    )
    assert (first.heading, second.heading) == ("One", "Two")
    assert [(piece.kind, piece.text) for piece in second.live] == [
        ("removed", "Live"),
        ("same", " second."),
    ]
    assert "".join(piece.text for piece in second.mine) == "My second."


def test_beside_nothing_no_word_is_marked() -> None:
    [place] = places(BASE, BASE.replace("Second.\n\n", ""), BASE.replace("Second", "My second"))
    assert {piece.kind for piece in (*place.live, *place.mine)} == {"same"}
    assert not place.both_fit
    [place] = places(BASE, BASE + "\nLive.\n", BASE + "\nMine.\n")
    assert place.both_fit


def test_own_words_get_the_line_ends_of_their_place() -> None:
    [place] = places("A. B. C.\n", "A. Live b. C.\n", "A. My b. C.\n")
    assert place.own("Own b.") == "Own b. "
    assert place.own(" \n ") == ""
    [place] = places(BASE, BASE + "\nLive.\n", BASE + "\nMine.\n")
    assert place.own("Own.\n\n  - list") == "\nOwn.\n\n  - list\n"


def test_a_key_stays_while_the_author_s_side_does() -> None:
    mine = BASE.replace("Second", "My second")
    [before] = places(BASE, BASE.replace("Second", "Live second"), mine)
    [after] = places(BASE, BASE.replace("Second", "Other second"), mine)
    assert before.key == after.key
    assert before.seen != after.seen
    twice = places("a\nb\na\n", "x\nb\nx\n", "y\nb\ny\n")
    assert len({place.key for place in twice}) == len(twice) == 2


lines = st.lists(st.sampled_from(["a\n", "b. c. \n", "# d\n", "```\n", "\n"]), max_size=12)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(lines.map("".join), lines.map("".join), lines.map("".join))
def test_nothing_of_a_text_is_left_out(base: str, live: str, mine: str) -> None:
    shown = ""
    for part in laid_out(merge(base, live, mine), "body"):
        if isinstance(part, Between):
            shown += part.text
            continue
        assert part.conflict.live.strip("\n") == "".join(piece.text for piece in part.live)
        assert part.conflict.proposed.strip("\n") == "".join(piece.text for piece in part.mine)
        assert part.own(part.conflict.proposed).strip() == part.conflict.proposed.strip()
        shown += part.conflict.live
    assert shown.replace("\n", "") == "".join(
        merge(base, live, mine).resolved([c.live for c in merge(base, live, mine).conflicts])
    ).replace("\n", "")
