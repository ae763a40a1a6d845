"""Small constructs of real handbooks: definitions, abbreviations, emoji, marks, diagrams."""

from pathlib import Path

import pytest
from pygments.token import STANDARD_TYPES

from processes.text.rendering.allowlist import CLASSES
from processes.text.rendering.definitions import MAX_ABBREVIATIONS
from tests.processes.text.wiki import html, rendered


def test_definition_lists() -> None:
    assert html("Owner\nHolder\n: Answers for *it*\n: Signs it\n\nReader\n: Reads") == (
        "<dl><dt>Owner</dt><dt>Holder</dt><dd>Answers for <em>it</em></dd><dd>Signs it</dd>"
        "<dt>Reader</dt><dd>Reads</dd></dl>"
    )


def test_a_definition_may_hold_more_than_a_line() -> None:
    result = html("Owner\n\n:   Answers\n\n    - for text\n    - for [[A]]\n\nEnd")
    assert result == (
        "<dl><dt>Owner</dt><dd><p>Answers</p><ul><li>for text</li>"
        '<li>for <a class="internal" href="/ops/a/">A</a></li></ul></dd></dl><p>End</p>'
    )


@pytest.mark.parametrize("source", [": alone", "- a\n\n: b", "a:\nb : c", "# A\n: b", "a\n:b"])
def test_a_colon_without_a_term_is_a_colon(source: str) -> None:
    assert "<dl" not in rendered(source).html


def test_abbreviations() -> None:
    source = 'The SLO, not SLOs, `SLO`, [SLO](x).\n\n*[SLO]: Service level *objective* & "more"'
    assert html(source) == (
        '<p>The <abbr title="Service level *objective* &amp; &quot;more&quot;">SLO</abbr>,'
        " not SLOs, <code>SLO</code>,"
        ' <a href="x"><abbr title="Service level *objective* &amp; &quot;more&quot;">SLO</abbr>'
        "</a>.</p>"
    )


@pytest.mark.parametrize("name", ["amp", "wzxhzdk", "0", "1", "42", "klzzwxh"])
def test_an_abbreviation_leaves_the_parsers_own_marks_alone(name: str) -> None:
    page = rendered(
        f"*[{name}]: x\n\na & <b>b</b> \\* `c` ~~d~~ https://x.org/?a=1&amp=2\n\n```\ne\n```"
    )
    assert page.text.startswith("a & b * c d https://x.org/?a=1&amp=2\n")
    assert "\x02" not in page.html


def test_no_more_abbreviations_than_can_be_looked_for() -> None:
    source = "\n".join(f"*[A{n}]: a" for n in range(MAX_ABBREVIATIONS + 5)) + "\n\nA0 A204"
    assert rendered(source).html.count("<abbr") == 1


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (":smile:", "😄"),
        ("Done :+1: :-1:", "Done 👍 👎"),
        ("**:rocket:** go", "🚀 go"),
        ("(:tada:)", "(🎉)"),
        (":tada::tada::+1:", "🎉🎉👍"),
        ("a::x::b", "a::x::b"),
        ("`:smile:`", ":smile:"),
        ("10:30:45 and 1:100:1", "10:30:45 and 1:100:1"),
        ("a:b:c std::map::x", "a:b:c std::map::x"),
        (":no_such_sign:", ":no_such_sign:"),
        (r"\:smile:", ":smile:"),
        ("https://x.org/:smile:/", "https://x.org/:smile:/"),
        ("    :smile:", ":smile:"),
    ],
)
def test_emoji(source: str, text: str) -> None:
    assert rendered(source).text == text


def test_an_emoji_is_a_sign_and_no_picture() -> None:
    assert html("## :rocket: Launch :octocat:").startswith('<h2 id="h-launch-octocat">🚀 Launch')
    assert "<img" not in html(":octocat: :smile:")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a ==b *c*== d", "<p>a <mark>b <em>c</em></mark> d</p>"),
        ("x == y == z", "<p>x == y == z</p>"),
        ("if a==1 and b==2", "<p>if a==1 and b==2</p>"),
        ("`==a==`", "<p><code>==a==</code></p>"),
        (r"\==a==", "<p>==a==</p>"),
        ("=====", "<p>=====</p>"),
    ],
)
def test_marked_words(source: str, expected: str) -> None:
    assert html(source) == expected


def test_a_diagram_is_its_source_with_a_label() -> None:
    page = rendered('- see\n\n  ```mermaid\n  graph TD\n    A-->B & "<b>"\n  ```')
    assert (
        '<figure class="diagram"><figcaption>Diagram (Mermaid source)</figcaption>'
        '<div class="highlight"><pre tabindex="0"><code>graph TD\n  A--&gt;B &amp; "&lt;b&gt;"\n'
        "</code></pre></div></figure>"
    ) in page.html
    assert "A-->B" in page.text


@pytest.mark.parametrize("fence", ["mermaid2", "text mermaid", ""])
def test_other_fences_are_code(fence: str) -> None:
    assert "figure" not in rendered(f"```{fence}\ngraph TD\n```").html


def test_every_class_that_may_stay_has_a_style() -> None:
    css = Path(__file__).parents[3] / "static" / "css"
    styles = "".join(path.read_text() for path in css.rglob("*.css"))
    # These look like all links, lists, callouts, cells and code.
    plain = {"internal", "task-list", "callout-note", "align-left", *STANDARD_TYPES.values()}
    known = {name for names in CLASSES.values() for name in names} - plain
    assert len(known) > 15
    assert {name for name in known if f".{name}" not in styles} == set()
