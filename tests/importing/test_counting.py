from __future__ import annotations

import pytest

from importing.counting import Counts, count_html, words_of


def test_counts_what_readers_see() -> None:
    html = """<h2>Laptop</h2><p>One <b>wo</b>rd.<br><br>Two
      &amp; three<ul><li>a<li><img src=/a.png>
      <li></ul><table><tr><th>k<th><tr><td>v<td>w</table><pre>x = 1</pre>
      <p>
      <a href=/x>leads</a> <a href=/y></a> <a href="javascript:x">not</a> https://x.org a@b.org"""
    assert count_html(html) == Counts(
        words=16, paragraphs=3, headings=1, items=2, tables=1, cells=3, code=1, pictures=1, links=3
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>caf\u00e9 a\u00adb</p>", "<div>cafe\u0301 a<i>b</i></div>"),
        ("<p>a<p>b", "<div>a<br> <br>b</div>"),
        ("<ul><li>a</ul>", "<ul><li><p>a</p></li></ul>"),
        ("<table><tr><td>a</table>", "<p>a</p>"),
        ("<table role=presentation><tr><td>a<td>b</table>", "<p>a</p><p>b</p>"),
        ("<p>a</p><p hidden>b</p><p style='display: none'>c</p>", "<p>a</p>"),
        ("<p>a<script>b</script><style>c</style><button>d</button></p>", "<p>a</p>"),
        ("<p><img class=emoji alt='\U0001f600' src=/x.png>a</p>", "<p>\U0001f600a</p>"),
        ("<p>a<img src=/x width=1 height=1></p>", "<p>a</p>"),
        ("<iframe src=//maps.example.org/1>x</iframe>", "<p>https://maps.example.org/1</p>"),
        ("<video><source src='/v/a%20b.mp4'></video>", "<p><a href=/v/a%20b.mp4>a b.mp4</a></p>"),
        ("<h2>a<a class=headerlink href=#a>#</a></h2>", "<h2>a</h2>"),
        ("<p>a</p><p>&nbsp;</p><p>\u200b</p>", "<p>a</p>"),
    ],
)
def test_counts_alike_what_reads_alike(one: str, other: str) -> None:
    assert count_html(one) == count_html(other)
    assert words_of(one) == words_of(other)


def test_adds_up_and_takes_any_text() -> None:
    assert Counts(words=1, links=2) + Counts(words=3) == Counts(words=4, links=2)
    assert Counts(words=1).told()["words"] == 1
    for broken in (
        "",
        "<",
        "</p></p>",
        "<![CDATA[x",
        "\x00\ud800",
        "<p " + "a" * 5000,
        "&#x110000;",
    ):
        assert isinstance(count_html(broken), Counts)
