"""A comparison as it is read: folds, whole tables, places of changes."""

from __future__ import annotations

import re

from hypothesis import given, settings

from processes.text.page_diff import compare
from processes.text.page_diff.folding import Stretch, fold
from tests.processes.text.test_page_diff import TEXTS, html

ROWS = "".join(f"| Row {number} | {number} |\n" for number in range(12))
TABLE = f"| Name | Price |\n| --- | --- |\n{ROWS}"
PARAGRAPHS = "".join(f"Paragraph {number} stays.\n\n" for number in range(9))


def folded(old: str, new: str) -> list[Stretch]:
    return fold(compare(html(old), html(new)).parts)


def kinds(stretches: list[Stretch]) -> list[str]:
    return [stretch.kind for stretch in stretches]


def test_what_lies_far_from_a_change_is_folded_and_counted() -> None:
    stretches = folded(f"{PARAGRAPHS}The end.", f"{PARAGRAPHS}The very end.")
    assert kinds(stretches) == ["folded", "same", "change"]
    assert stretches[0].words == "7 unchanged paragraphs"
    assert "Paragraph 7" in stretches[1].html
    assert stretches[2].numbers == (1,)
    short = "One stays.\n\nTwo stays.\n\n"
    assert kinds(folded(f"{short}The end.", f"{short}The very end.")) == ["same", "change"]


def test_a_fold_says_what_is_in_it_and_where_one_is_behind_it() -> None:
    items = "".join(f"- item {number}\n" for number in range(9))
    assert folded(f"{items}- last\n", f"{items}- very last\n")[0].words == "7 unchanged list items"
    code = "```\n" + "".join(f"line {number}\n" for number in range(9))
    stretches = folded(f"## Pumps & more\n\n{code}end\n```", f"## Pumps & more\n\n{code}stop\n```")
    assert stretches[0].words == "8 unchanged lines"
    assert stretches[0].section == "Pumps & more"


def test_a_table_stays_one_table_with_its_head_and_a_place_for_each_change() -> None:
    new = TABLE.replace("| 3 |", "| 33 |").replace("| 9 |", "| 99 |")
    stretches = folded(f"Before.\n\n{TABLE}\nAfter.", f"Before.\n\n{new}\nAfter.")
    assert kinds(stretches) == ["same", "change", "same"]
    table = stretches[1]
    assert table.numbers == (1, 2)
    assert table.html.count("<table") == 1
    assert "<th>Name</th>" in table.html
    assert re.findall(r">(\d+ unchanged rows)<", table.html) == [
        "2 unchanged rows",
        "3 unchanged rows",
    ]
    assert table.html.count('id="change-2"') == 1
    assert "change-1" not in table.html  # that is where the stretch itself begins


def test_two_tables_in_a_row_stay_two() -> None:
    first = "| Old | x |\n| - | - |\n| 1 | 2 |\n\n"
    stretches = folded(f"{first}{TABLE}", f"{first.replace('2', '3')}{TABLE}")
    assert kinds(stretches) == ["change", "folded"]
    assert stretches[1].words == "13 unchanged rows"
    assert "Price" not in stretches[0].html


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_nothing_but_unchanged_rows_is_lost(old: str, new: str) -> None:
    parts = compare(html(old), html(new)).parts
    stretches = fold(parts)
    shown = "".join(stretch.html for stretch in stretches)
    assert _text(shown) >= _text("".join(part.html for part in parts))
    numbers = [number for stretch in stretches for number in stretch.numbers]
    assert numbers == [part.number for part in parts if part.number]


def _text(markup: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", markup)))
