"""Lists as people write them."""

import pytest

from tests.processes.text.wiki import html

NESTED = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"


@pytest.mark.parametrize("step", [2, 3, 4])
def test_bullets_nest_by_two_three_or_four_blanks(step: int) -> None:
    assert html(f"- a\n{' ' * step}- b\n{' ' * 2 * step}- c\n- d") == NESTED


def test_tabs_nest_too() -> None:
    assert html("- a\n\t- b\n\t\t- c\n- d") == NESTED


@pytest.mark.parametrize("step", [2, 3, 4])
def test_bullets_nest_below_numbers(step: int) -> None:
    assert html(f"1. a\n{' ' * step}- b\n2. c") == (
        "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    )


def test_a_list_right_after_a_paragraph() -> None:
    assert html("Bring:\n- a\n- b") == "<p>Bring:</p><ul><li>a</li><li>b</li></ul>"


def test_a_year_in_a_paragraph_is_no_list() -> None:
    assert "<ol" not in html("It was in\n1986. A good year.")


def test_numbers_start_where_the_author_says() -> None:
    assert html("3. a\n4. b") == '<ol start="3"><li>a</li><li>b</li></ol>'


def test_a_loose_list_has_paragraphs() -> None:
    assert html("- a\n\n- b") == "<ul><li><p>a</p></li><li><p>b</p></li></ul>"


def test_a_blank_line_inside_a_nested_list_leaves_the_outer_one_tight() -> None:
    assert html("- a\n  - b\n\n  - c") == (
        "<ul><li>a<ul><li><p>b</p></li><li><p>c</p></li></ul></li></ul>"
    )


@pytest.mark.parametrize("indent", [2, 4])
def test_a_second_paragraph_belongs_to_its_item(indent: int) -> None:
    assert html(f"- a\n\n{' ' * indent}more\n- b") == (
        "<ul><li><p>a</p><p>more</p></li><li><p>b</p></li></ul>"
    )


def test_numbering_goes_on_after_code() -> None:
    result = html("1. a\n\n   ```\n   x\n   ```\n\n2. b")
    assert result.count("<ol") == 1
    assert result.count("<li>") == 2


def test_a_wrapped_line_belongs_to_its_item() -> None:
    assert html("- a\nstill a\n- b") == "<ul><li>astill a</li><li>b</li></ul>"


def test_text_after_a_blank_line_ends_the_list() -> None:
    assert html("- a\n\ntext") == "<ul><li>a</li></ul><p>text</p>"


def test_a_heading_ends_the_list() -> None:
    assert html("- a\n## B").startswith('<ul><li>a</li></ul><h2 id="h-b">B<')


def test_bullets_after_numbers_are_another_list() -> None:
    assert html("1. a\n\n- b") == "<ol><li>a</li></ol><ul><li>b</li></ul>"


def test_quotes_tables_and_lists_inside_items() -> None:
    result = html("- a\n\n  > q\n\n  | x |\n  |---|\n  | y |")
    assert "<blockquote><p>q</p></blockquote>" in result
    assert "<td>y</td>" in result
    assert result.endswith("</div></li></ul>")


def test_rules_are_no_items() -> None:
    assert html("a\n\n* * *\n\n- - -") == "<p>a</p><hr><hr>"


def test_task_lists_are_read_only_and_named() -> None:
    assert html("- [ ] a\n- [x] b") == (
        '<ul class="task-list">'
        '<li class="task-list-item">'
        '<input aria-label="To do" disabled="" type="checkbox"> a</li>'
        '<li class="task-list-item">'
        '<input aria-label="Done" checked="" disabled="" type="checkbox"> b</li></ul>'
    )


def test_loose_task_lists() -> None:
    assert html("- [x] a\n\n- [ ] b").count('type="checkbox"') == 2


def test_deep_nesting_ends_somewhere() -> None:
    assert html("\n".join("  " * depth + "- a" for depth in range(200))).count("<ul>") <= 30
