"""Two rendered pages compared as readers see them."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes.text.page_diff import compare
from processes.text.rendering import LinkRequest, ResolvedLink, render
from processes.text.rendering.sanitizing import sanitize


def html(source: str) -> str:
    return render(source, _found).html


def _found(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("found", href=f"/it/{request.title.lower()}/", name=request.title)


def changed(old: str, new: str) -> str:
    """The HTML of what changed between two Markdown texts."""
    parts = compare(html(old), html(new)).parts
    return "".join(part.html for part in parts if part.kind == "change")


def test_a_word_is_marked_inside_its_paragraph() -> None:
    found = changed("Open at six o'clock.", "Open at seven o'clock.")
    assert '<del class="d-removed">six</del><ins class="d-added">seven</ins>' in found
    assert "Open at" in found


def test_what_stayed_is_no_change() -> None:
    diff = compare(html("One.\n\nTwo.\n\nThree."), html("One.\n\nTwo.\n\nThree and four."))
    assert [(part.kind, part.blocks, part.number) for part in diff.parts] == [
        ("same", 2, 0),
        ("change", 1, 1),
    ]


def test_another_setting_of_the_same_words_is_told() -> None:
    found = changed("Lock the **gate**.", "Lock the gate.")
    assert '<span class="d-restyled">gate</span>' in found
    assert "“gate” is no longer bold" in found


def test_another_target_of_a_link_is_told() -> None:
    found = changed("See [the list](https://a.example/).", "See [the list](https://b.example/).")
    assert "“the list” now leads to https://b.example/, before to https://a.example/" in found


def test_a_page_that_was_missing_is_told_without_its_address() -> None:
    was, now = '<p><a href="/new/?title=Pay">Pay</a></p>', '<p><a href="/finance/pay/">Pay</a></p>'
    (part,) = compare(was, now).parts
    assert "“Pay” now leads to /finance/pay/, before to a missing page" in part.html


def test_what_a_link_says_when_pointed_at_is_told() -> None:
    found = changed('[Pay](https://a.example "by card")', '[Pay](https://a.example "in cash")')
    assert "Pointed at, “Pay” now says “in cash”, before “by card”" in found


def test_an_item_that_moved_is_told_as_moved() -> None:
    old = (
        "- Switch on the big pumps\n- Unlock the gates of all lanes\n- Test the water of every pool"
    )
    new = (
        "- Test the water of every pool\n- Switch on the big pumps\n- Unlock the gates of all lanes"
    )
    found = changed(old, new)
    assert "Moved here (1)" in found
    assert "Moved from here (1)" in found


def test_a_new_item_does_not_change_the_numbers_below_it() -> None:
    found = changed("1. Unlock\n2. Open", "1. Unlock\n2. Test the water\n3. Open")
    assert found.count("d-block") == 1
    assert "Test the water" in found


def test_a_ticked_box_is_told() -> None:
    assert "Now ticked" in changed("- [ ] Water tested", "- [x] Water tested")


def test_a_table_is_compared_by_row_and_cell() -> None:
    head = "| Pool | Price |\n| --- | --- |\n| Sport | 84 |\n"
    found = changed(head + "| Teaching | 36 |\n", head + "| Teaching | 38 |\n")
    assert "Sport" not in found
    assert '<td><del class="d-removed">36</del><ins class="d-added">38</ins></td>' in found


def test_a_new_column_leaves_the_other_cells_as_they_are() -> None:
    found = changed(
        "| Pool | Price |\n| --- | --- |\n| Sport | 84 |\n",
        "| Pool | Lanes | Price |\n| --- | --- | --- |\n| Sport | 8 | 84 |\n",
    )
    assert '<td><ins class="d-added">8</ins></td><td>84</td>' in found


def test_another_picture_stands_beside_the_old_one() -> None:
    old, new = "![The gate](/attachments/1/a.png)", "![The new gate](/attachments/2/b.png)"
    found = changed(old, new)
    assert found.index("/attachments/1/a.png") < found.index("/attachments/2/b.png")
    assert found.count("d-block") == 1


def test_another_picture_without_a_description_is_told() -> None:
    old, new = "![](https://a.example/1.png)", "![](https://a.example/2.png)"
    assert "2.png" in changed(old, new)
    assert "2.png" in changed(f"|A|\n|-|\n|{old}|", f"|A|\n|-|\n|{new}|")


def test_another_description_of_a_picture_is_told() -> None:
    found = changed("![Gate](/attachments/1/a.png)", "![Open gate](/attachments/1/a.png)")
    assert "now described as “Open gate”, before as “Gate”" in found


def test_lines_of_code_are_compared_one_by_one() -> None:
    found = changed("```\na = 1\nb = 2\n```", "```\na = 1\nb = 3\n```")
    assert "a = 1" not in found.replace("d-code", "")
    assert '<del class="d-removed">2</del><ins class="d-added">3</ins>' in found


def test_a_heading_of_another_rank_is_told() -> None:
    assert "lower in rank" in changed("## Prices of pools", "### Prices of pools")


TEXTS = st.lists(
    st.sampled_from(
        [
            "## Prices\n\n",
            "One <b>two</b> three.\n\n",
            "- a\n- b\n    - c\n\n",
            "> [!NOTE]\n> Mind.\n\n",
            "| a | b |\n| - | - |\n| 1 | 2 |\n\n",
            "```\nx = 1\n```\n\n",
            "![p](/attachments/1/a.png)\n\n",
            '[[Pumps]] & <i title="&quot;">five</i>\n\n',
            "- [ ] do\n- [x] done\n\n",
            "Note.[^1]\n\n[^1]: Five.\n\n",
        ]
    ),
    max_size=7,
).map("".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_every_word_of_both_sides_is_shown_and_nothing_unsafe(old: str, new: str) -> None:
    before, after = html(old), html(new)
    shown = "".join(part.html for part in compare(before, after).parts)
    assert _words(_side(shown, "ins")) >= _words(before)
    assert _words(_side(shown, "del")) >= _words(after)
    assert "<script" not in shown
    assert not re.search(r"<[^>]* on\w+=", shown)
    assert compare(after, after).changes == 0
    # Nothing but the comparison's own elements and classes was added to what the gate lets through.
    assert _words(sanitize(shown)) == _words(shown)


def _side(shown: str, dropped: str) -> str:
    """One side of the comparison: without what the other one has."""
    return re.sub(rf"<{dropped} [^>]*>.*?</{dropped}>", "", shown, flags=re.DOTALL)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", text))))


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "details", "span"])
def test_elements_nested_without_end_are_compared_like_others(tag: str) -> None:
    nested = f"<{tag}>" * 3_000 + "one" + f"</{tag}>" * 3_000 + "<p>after</p>"
    parts = compare(nested, nested.replace("one", "two")).parts
    assert re.sub(r"<[^>]*>", "", parts[0].html) == "RemovedoneAddedtwo"
    assert [part.kind for part in parts] == ["change", "same"]
    assert "after" in parts[1].html


def test_many_marks_around_many_words_cost_little() -> None:
    around = "<b>" * 300, "</b>" * 300
    start = time.process_time()
    compare(("x " * 20_000).join(around), ("y " * 20_000).join(around))
    assert time.process_time() - start < 5
