"""Lines become paragraphs as WordPress shows them."""

from __future__ import annotations

import pytest

from importing.html.wordpress import autop


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("a", "<p>a</p>"),
        ("a\nb", "<p>a<br />\nb</p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a\r\n \r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("a<br><br/>b<br>c", "<p>a</p>\n<p>b<br />\nc</p>"),
        ("a <b>b</b>\n<i>c</i>", "<p>a <b>b</b><br />\n<i>c</i></p>"),
        ("<b>a</b>\n\n<b>b</b>", "<p><b>a</b></p>\n<p><b>b</b></p>"),
        ("<div>a</div>b", "<div>a</div>\n<p>b</p>"),
        ("a<div>b\n\nc</div>", "<p>a</p>\n<div>b<p>c</p></div>"),
        ("<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>", "<ul><li>a</li><li>b<br />\nc</li></ul>"),
        ("<li>a\n\nb</li>", "<li>a<p>b</p></li>"),
        ("<table><tr><td>a</td></tr></table>", "<table><tr><td>a</td></tr></table>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote>a<p>b</p></blockquote>"),
        ("<blockquote>\n\na</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("a\n<pre>x\n\ny</pre>\nb", "<p>a</p>\n<pre>x\n\ny</pre>\n<p>b</p>"),
        ("<script>a\n\nb</script>", "<script>a\n\nb</script>"),
        ("a\n<hr />\nb", "<p>a</p>\n<hr />\n<p>b</p>"),
        ("<h2>t</h2>\na\n<h2>u</h2>", "<h2>t</h2>\n<p>a</p>\n<h2>u</h2>"),
        ("a<!-- c\n\nd -->b", "<p>a<!-- c\n\nd -->b</p>"),
        ("<img src=x>\nwords", "<p><img src=x><br />\nwords</p>"),
        ("<pre>never closed\n\nx", "<pre>never closed<p>x</p>"),
    ],
)
def test_lines_become_paragraphs(typed: str, shown: str) -> None:
    made = autop(typed)
    assert "".join(made.split("\n")).replace(" ", "") == shown.replace("\n", "").replace(" ", "")
    assert ("x\n\ny" in typed) == ("x\n\ny" in made)
