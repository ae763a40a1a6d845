"""What HTML becomes; nothing of it may get lost on the way there and back."""

from __future__ import annotations

import pytest

from importing.html import convert
from tests.importing.html_world import same, show

CASES = [
    # Signs that would mean something, and only those, are escaped.
    ("<p>2 * 3, snake_case, _x_, C:\\dir, {{x}} %%y%% [see] R&amp;D</p>",
     r"2 \* 3, snake_case, \_x\_, C:\dir, {{x}} %%y%% [see] R&D"),
    ("<p>[[Page]] [a](b) &lt;b&gt; &amp;copy; :tada: ~~no~~ ![x](y)</p>",
     r"\[\[Page]] \[a](b) \<b> &amp;copy; \:tada: \~~no\~~ \!\[x](y)"),
    ("<p># no</p><p>- no<p>1986. A year<p>&gt; no<p>: no<p>---<p>a<br>===",
     "\\# no\n\n\\- no\n\n1986\\. A year\n\n\\> no\n\n\\: no\n\n\\---\n\na\\\n\\=\\=="),
    ("<p>https://x.example/_a_b*c &lt;a@b.example&gt;</p>", None),
    # An address takes no word of another element with it.
    ("<b>a</b><b>http://x.example/y</b> <u>http://x.example/y</u><u>z</u>",
     "**a<http://x.example/y>** <u><http://x.example/y>z</u>"),
    ("a<a href='http://x.example/y'>http://x.example/y</a>b (<a href='http://x.example'>"
     "http://x.example</a>), c<a href='mailto:m@x.example'>m@x.example</a>d",
     "a<http://x.example/y>b (http://x.example), c[m@x.example](mailto:m@x.example)d"),
    ("<a href='/p'>]:</a><p><a href='/p'>http://x.example/y![</a></p>",
     "[\\]\\:](/p)\n\n[http://x.example/y\\!\\[](/p)"),
    # Marks stand where they hold.
    ("<p>a<b>b</b>c <b> d </b>e <b><i>f</i></b> <b>g <i>h</i></b></p>",
     "a**b**c **d** e **_f_ g _h_**"),
    ("<p>x<del>y</del> H<sub>2</sub>O <mark>m</mark> <u>u</u> <kbd>Ctrl</kbd> <big>b</big></p>",
     "x<del>y</del> H<sub>2</sub>O ==m== <u>u</u> <kbd>Ctrl</kbd> b"),
    ("<p><code>a`b</code> <tt>x</tt> <abbr title='So \"so\"'>S</abbr></p>",
     '``a`b`` `x` <abbr title="So &quot;so&quot;">S</abbr>'),
    ("<p>a&nbsp;b «&nbsp;c&nbsp;» so&shy;ft שלום", "a b «\u00a0c\u00a0» soft שלום"),
    ("<b>1<p>2</p>3</b>", "**1**\n\n**2**\n\n**3**"),
    # Links and pictures.
    ("<a href='/a_(b) c?x=1'>[l] *</a> <a href=/i><img src=/i.png alt='a [b]'></a>",
     "[\\[l\\] \\*](/a_%28b%29%20c?x=1) [![a \\[b\\]](/i.png)](/i)"),
    ("<a href=/card><h2>Head</h2><p>Words</p></a>", "## [Head](/card)\n\nWords"),
    ("<figure><img src=/a.png alt=A title=T><figcaption>Below</figcaption></figure>",
     '![A](/a.png "T")\n\n*Below*'),
    ("Hi!<a href=/b>b</a>", r"Hi\![b](/b)"),
    # Lists.
    ("<ul><li>a<ol start=3><li>b</ol><li><p>c</p><p>d</p><li>e<pre>f\n  g</pre></ul>",
     "- a\n\n  3. b\n\n- c\n\n  d\n\n- e\n\n  ```\n  f\n    g\n  ```"),
    ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n<!-- -->\n\n- b"),
    ("<ul><li><input type=checkbox>a<li><label><input type=checkbox checked> b</label></ul>",
     "- [ ] a\n- [x] b"),
    ("<dl><dt>T<dt>U<dd>D<dd><p>E</p><p>F</p></dl>", "T\nU\n:   D\n:   E\n\n    F"),
    # Tables.
    ("<table><caption>C</caption><tr><td>a|b<td align=right>1<tr><td>c"
     "<td align=right><p>2<p>3</table>",
     "C\n\n| a\\|b | 1 |\n| --- | --: |\n| c | 2<br><br>3 |"),
    ("<table><tr><th>k<td>v<tr><th>l<td>w</table>",
     "|  |  |\n| --- | --- |\n| k | v |\n| l | w |"),
    ("<table><tr><td>a<td><ul><li>x<li>y</ul></table>",
     "| a | <ul><li>x</li><li>y</li></ul> |\n| --- | --- |"),
    ("<table><tr><td>a<table><tr><td>i<td>j</table></table>", "a\n\n| i | j |\n| --- | --- |"),
    # Code, quotes, boxes.
    ("<pre class='brush: php'>a\n\n  b</pre><pre><code class=language-py>```</code></pre>",
     "```php\na\n\n  b\n```\n\n````python\n```\n````"),
    ("<blockquote>a<blockquote>b</blockquote></blockquote><blockquote>c</blockquote>",
     "> a\n>\n> > b\n\n> c"),
    ("<details><summary>S &amp; <b>s</b></summary><p>in</details>",
     "<details>\n<summary>S &amp; <b>s</b></summary>\n\nin\n\n</details>"),
    ("<div class='callout callout-tip'><p class=callout-title>Do</p>x</div>", "> [!TIP] Do\n> x"),
    ("a<br>b<br><br>c<hr>d", "a\\\nb\n\nc\n\n---\n\nd"),
    ("<iframe src='https://www.youtube.com/embed/abcdefghijk?rel=0'></iframe>",
     "https://www.youtube.com/watch?v=abcdefghijk"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "markdown"), CASES)
def test_says_the_same_in_markdown(html: str, markdown: str | None) -> None:
    assert same(html) == (markdown if markdown is not None else same(html))


def test_headings_begin_below_the_title_and_anchors_lead_to_them() -> None:
    converted = convert(
        '<a name="top"></a>Hi<h3 id="one">One</h3><p><a id="mid"></a>x</p><a name="two"></a>'
        "<h4>One</h4><h3>Three #</h3><h5></h5>"
    )
    assert converted.markdown == "Hi\n\n## One\n\nx\n\n### One\n\n## Three \\#\n"
    assert [(one.level, one.id) for one in converted.headings] == [
        (2, "h-one"), (3, "h-one-2"), (2, "h-three")
    ]  # fmt: skip
    assert converted.anchors == {"top": "", "one": "h-one", "mid": "h-one", "two": "h-one-2"}


def test_tells_what_goes_and_keeps_what_can_be_kept() -> None:
    shown = show(
        "<form>Name <input><select><option>x</select></form><script>1</script><object></object>"
        "<a href='slack://t'>T</a><audio src=/a.mp3></audio><img src='data:image/png;base64,x'>"
        "<table><tr><td rowspan=2>a<td>b<tr><td><h3>c</h3></table>"
    )
    text, told = shown.converted.markdown, " ".join(shown.converted.dropped)
    for what in ("form", "field", "script", "object", "slack:", "recording", "written into",
                 "several rows", "heading in a table"):  # fmt: skip
        assert what in told
    assert "Name" in text
    assert "T (`slack://t`)" in text
    assert "[a.mp3](/a.mp3)" in text
    assert "| a | b |\n| --- | --- |\n|  | **c** |" in text
    assert shown.differences.keys() == {"headings", "pictures"}


def test_makes_addresses_absolute_only_where_a_base_is_known() -> None:
    html = "<a href='../x'>a</a> <img src=i.png> <a href='#s'>s</a>"
    assert "(../x)" in convert(html).markdown
    based = convert(html, base="https://old.example/a/b/").markdown
    assert based == "[a](https://old.example/a/x) ![](https://old.example/a/b/i.png) [s](#s)\n"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 3000 + "deep", "<ul><li>" * 500 + "deep", "<b>" * 3000 + "deep", "<blockquote>" * 300
     + "deep", "<table><tr><td>" * 300 + "deep", "<details>" * 300 + "deep"],
)  # fmt: skip
def test_no_depth_is_too_deep(html: str) -> None:
    assert "deep" in convert(html).markdown


@pytest.mark.parametrize(
    "html", ["<" * 5000, "<!--" * 5000, "[a](" * 5000, "a\\" * 5000, "&" * 5000]
)
def test_no_sign_is_too_many(html: str) -> None:
    assert len(convert(html).markdown) < 3 * len(html)
