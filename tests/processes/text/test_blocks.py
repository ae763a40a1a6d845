"""Tables, code, quotes, callouts, footnotes and raw HTML."""

import pytest

from tests.processes.text.wiki import html, rendered

TABLE_BOX = '<div aria-label="Table" class="table-scroll" role="region" tabindex="0"><table>'


def test_a_table_scrolls_and_names_its_columns() -> None:
    result = html("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert result.startswith(TABLE_BOX)
    assert '<th class="align-center" scope="col">a</th>' in result
    assert '<td class="align-right">2</td>' in result
    assert "style" not in result


def test_a_table_right_after_a_paragraph() -> None:
    assert html("Prices:\n| a | b |\n|---|---|\n| 1 | 2 |").startswith("<p>Prices:</p>" + TABLE_BOX)


def test_outer_pipes_are_optional_row_by_row() -> None:
    result = html("a | b\n--|--\n| 1 | 2 |\n3 | 4")
    assert "<td>1</td><td>2</td></tr><tr><td>3</td><td>4</td>" in result


@pytest.mark.parametrize("cell", ["`a|b`", r"`a\|b`"])
def test_pipes_in_code(cell: str) -> None:
    assert "<td><code>a|b</code></td><td>z</td>" in html(f"| x | y |\n|---|---|\n| {cell} | z |")


def test_a_heading_ends_a_table() -> None:
    assert '</table></div><h2 id="h-b">' in html("| a |\n|---|\n| 1 |\n## B")


def test_code_is_coloured_by_classes() -> None:
    result = rendered("```python\ndef f(): pass\n```").html
    assert '<div class="highlight"><pre tabindex="0"><code><span class="k">def</span>' in result
    assert "style" not in result


@pytest.mark.parametrize("info", ["", "nosuchlanguage", "{.x y=z}", "text"])
def test_code_in_an_unknown_language_is_plain(info: str) -> None:
    assert "<code>a &lt;b&gt;\n</code>" in rendered(f"```{info}\na <b>\n```").html


def test_code_keeps_its_tabs() -> None:
    assert "all:\n\tmake\n" in rendered("```\nall:\n\tmake\n```").html


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("text\n```\nx\n```\nmore", "x\n"),
        ("- a\n  ```\n  x\n    y\n  ```", "x\n  y\n"),
        ("- ```\n  x\n  ```", "x\n"),
        ("1. a\n\n    ```\n    x\n\n    y\n    ```", "x\n\ny\n"),
        ("- a\n  ```\nx\n  ```", "x\n"),
        ("> ```\n> x\n> > y\n> ```", "x\n&gt; y\n"),
        ("~~~\n```\n~~~", "```\n"),
        ("````\n```\n````", "```\n"),
        ("```\nunclosed", "unclosed\n"),
        ("```\n<details>\n- x\n```", "&lt;details&gt;\n- x\n"),
    ],
)
def test_fences_anywhere(source: str, code: str) -> None:
    assert f"<code>{code}</code></pre></div>" in rendered(source).html


def test_a_fence_inside_indented_code_is_code() -> None:
    assert "<code>a\n```\nb\n```\n</code>" in rendered("    a\n    ```\n    b\n    ```").html


def test_a_code_span_on_three_backticks_is_no_fence() -> None:
    assert html("```x``` y") == "<p><code>x</code> y</p>"


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_callouts(kind: str) -> None:
    assert html(f"> [!{kind.upper()}]\n> text") == (
        f'<div class="callout callout-{kind}" role="note">'
        f'<p class="callout-title">{kind.capitalize()}</p><p>text</p></div>'
    )


def test_a_callout_with_its_own_title() -> None:
    assert '<p class="callout-title">Mind <em>this</em></p><p>t</p>' in html(
        "> [!TIP] Mind *this*\n> t"
    )


@pytest.mark.parametrize("source", ["- a\n\n  > [!NOTE]\n  > t", "   > [!note]\n   > t"])
def test_indented_callouts(source: str) -> None:
    assert '<p class="callout-title">Note</p><p>t</p></div>' in html(source)


def test_callouts_hold_blocks_and_do_not_melt_into_one() -> None:
    result = html("> [!NOTE]\n> - a\n>\n> ```\n> x\n> ```\n\n> [!TIP]\n> b")
    assert result.count('class="callout ') == 2
    assert "<ul><li>a</li></ul>" in result
    assert "<code>x" in result


def test_an_unknown_marker_stays_a_quote() -> None:
    assert html("> [!SHOUT]\n> a").startswith("<blockquote>")


def test_footnotes_have_numbered_ids() -> None:
    result = html('a[^"x] b[^2] c[^"x]\n\n[^"x]: *note*\n[^2]: two')
    assert 'id="fn-1"' in result
    assert 'href="#fnref-1"' in result
    assert 'id="fnref2-1"' in result
    assert "<em>note</em>" in result
    assert 'role="doc-endnotes"' in result


def test_footnotes_inside_footnotes_are_survived() -> None:
    assert "fn-1" in html("a[^1]\n\n[^1]: b\n\n    [^2]: c\n")


def test_markdown_works_inside_details() -> None:
    result = html("<details><summary>More</summary>\n\n**a**\n\n- b\n\n</details>")
    assert result == (
        "<details><summary>More</summary><p><strong>a</strong></p><ul><li>b</li></ul></details>"
    )


def test_indented_html_after_a_blank_line_is_no_code() -> None:
    assert "<pre" not in html("<table>\n\n    <tr><td>a</td></tr>\n\n</table>")


def test_inline_html_and_comments() -> None:
    assert html("<kbd>K</kbd> H<sub>2</sub>O <!-- x -->\n\n<!-- a\n\nb -->\n\nc") == (
        "<p><kbd>K</kbd> H<sub>2</sub>O </p><p>c</p>"
    )


def test_what_only_looks_like_html_stays_visible() -> None:
    assert html("git clone <your repo> <!-- open") == (
        "<p>git clone &lt;your repo&gt; &lt;!-- open</p>"
    )


def test_a_single_newline_is_a_blank_and_two_blanks_break() -> None:
    assert rendered("a\nb").html == "<p>a\nb</p>"
    assert html("a  \nb") == html("a\\\nb") == "<p>a<br>b</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("~~a~~", "<p><del>a</del></p>"),
        ("foo_bar_baz", "<p>foo_bar_baz</p>"),
        (r"\<b\> \~~ \*", "<p>&lt;b&gt; ~~ *</p>"),
        ("> q\n---", "<blockquote><p>q</p></blockquote><hr>"),
        ("&lt;script&gt; &copy;", "<p>&lt;script&gt; ©</p>"),
    ],
)
def test_small_things(source: str, expected: str) -> None:
    assert html(source) == expected
