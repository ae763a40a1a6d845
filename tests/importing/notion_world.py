"""A workspace as Notion exports it: Markdown & CSV, and HTML; a zip in a zip."""

from __future__ import annotations

from urllib.parse import quote

from tests.importing.conftest import picture
from tests.importing.zip_world import Content, zipped

TOP = "Export-5f0c7f6e-0d2b-4a53-9a4b-2f3f5a6d7e8f"
SPACE = "People team"
HOME, SUB, TASKS, ROW, OTHER, LOST = (digit * 32 for digit in "abcdef")
LONG = "A title with a question mark, a slash and more words than"

_HOME = f"""# Handbook: welcome?

Read [Leave / absence]({quote(f"Handbook welcome {HOME}/Leave absence {SUB}.md")}) and
[the same](https://www.notion.so/acme/Leave-absence-{SUB}?pvs=4), not
[another](https://www.notion.so/acme/Elsewhere-{LOST}).

<aside>
💡 Ask **early**.

```python
    print("<aside>")
```

</aside>

<aside>
<img src="https://www.notion.so/icons/info_gray.svg" alt="icon" width="40px" />

Nothing more.

</aside>

- [x]  Done
- [ ]  Open

![A cat](Handbook%20welcome%20{HOME}/Untitled.png)

$$
E = mc^2
$$

Inline $a_1 + b$, for 5 $ or 7 $, and `$c_1$`.

```plain text
keep $x_1$ <aside>
```

[Tasks]({quote(f"Handbook welcome {HOME}/Tasks {TASKS}.csv")})
"""

_ROW = f"""# Write: the “plan”?

Status: In progress
Tags: travel, money
Created by: An Author
Created time: January 5, 2023 10:21 AM
Last edited time: March 7, 2024 9:05 PM
Related: Leave / absence (../Leave%20absence%20{SUB}.md)

Note: this is text.
"""

_CSV = f"""\ufeffName,Status,Related,Notes
Write: the “plan”?,In progress,Leave / absence (../Leave%20absence%20{SUB}.md),"Two
lines | and <b>signs</b>"
Nothing here,Done,,
"""


def markdown_export(**more: Content) -> bytes:
    """In two parts, as Notion packs what is large."""
    home = f"{TOP}/{SPACE}/Handbook welcome {HOME}"
    first: dict[str, Content] = {
        f"{home}.md": _HOME,
        f"{home}/Leave absence {SUB}.md": "# Leave / absence\n\nA `day`.\n",
        f"{home}/Untitled.png": picture(),
        f"{home}/Tasks {TASKS}.csv": "\ufeffName\nWrite: the “plan”?\n",
    }
    second: dict[str, Content] = {
        f"{home}/Tasks {TASKS}_all.csv": _CSV,
        # Newer exports leave the number out of folders.
        f"{home}/Tasks/Write the “plan” {ROW}.md": _ROW,
        f"{TOP}/{SPACE}/{LONG} {OTHER}.md": f"# {LONG} a file’s name has\n",
        f"{TOP}/index.html": "<title>Export</title>",
        **{f"{TOP}/{name}": content for name, content in more.items()},
    }
    return zipped({"Export-Part-1.zip": zipped(first), "Export-Part-2.zip": zipped(second)})


_HTML = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<title>Trip &amp; plan</title><style>.callout {{}}</style></head><body>
<article id="aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa" class="page sans"><header>
<div class="page-header-icon undefined"><span class="icon">✈️</span></div>
<h1 class="page-title">Trip &amp; plan</h1><p class="page-description"></p>
<table class="properties"><tbody>
<tr class="property-row property-row-multi_select"><th><span class="icon property-icon"><svg
 viewBox="0 0 16 16"><path d="M1"></path></svg></span>Tags</th><td><span
 class="selected-value select-value-color-gray">travel</span><span
 class="selected-value select-value-color-red">money</span></td></tr>
<tr class="property-row property-row-created_by"><th>Created by</th><td><span class="user"><span
 class="icon text-icon user-icon">A</span>An Author</span></td></tr>
<tr class="property-row property-row-created_time"><th>Created</th><td><time>@January 5, 2023
 10:21 AM</time></td></tr>
<tr class="property-row property-row-checkbox"><th>Paid</th><td><div
 class="checkbox checkbox-on"></div></td></tr></tbody></table></header><div class="page-body">
<nav class="block-color-gray table_of_contents"><div><a href="#x">Steps</a></div></nav>
<h2 id="x">Steps</h2>
<figure class="block-color-gray_background callout" style="white-space:pre-wrap;display:flex"
 id="c1"><div style="font-size:1.5em"><span class="icon">⚠️</span></div>
<div style="width:100%">Check visas</div></figure>
<ul id="l1" class="bulleted-list"><li style="list-style-type:disc">Rome<ul id="l2"
 class="bulleted-list"><li>Colosseum</li></ul></li></ul><ul id="l3" class="bulleted-list">
<li style="list-style-type:disc">Florence</li></ul>
<ul id="t1" class="to-do-list"><li><div class="checkbox checkbox-on"></div>
 <span class="to-do-children-checked">Passport</span></li></ul><ul id="t2" class="to-do-list"><li>
<div class="checkbox checkbox-off"></div> <span class="to-do-children-unchecked">Bag</span></li>
</ul>
<ul id="g" class="toggle"><li><details open=""><summary>Packing</summary><p>Socks</p></details>
</li></ul>
<div class="column-list"><div style="width:50%" class="column"><p>Left</p></div>
<div style="width:50%" class="column"><p>Right</p></div></div>
<figure id="i" class="image"><a href="Trip%20plan%20{HOME}/photo.png"><img style="width:240px"
 src="Trip%20plan%20{HOME}/photo.png"/></a><figcaption>The sea</figcaption></figure>
<figure id="e" class="equation"><div class="equation-container"><span class="katex-display"><span
 class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow><annotation
 encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html"
 aria-hidden="true">x2</span></span></span></div></figure>
<figure id="b"><a href="https://example.org/a" class="bookmark source"><div class="bookmark-info">
<div class="bookmark-text"><div class="bookmark-title">An example</div><div
 class="bookmark-description">Of a site</div></div></div></a></figure>
<figure class="link-to-page"><a href="Trip%20plan%20{HOME}/Day%20{SUB}.html"><span
 class="icon">📅</span>Day</a></figure>
<pre id="p" class="code"><code class="language-JavaScript">let x = 1 &lt; 2</code></pre>
</div></article></body></html>"""

_DAY = """<html><head><title>Day</title></head><body><article class="page sans"><header>
<h1 class="page-title">Day</h1></header><div class="page-body"><p>One.</p></div></article></body>
</html>"""


def html_export() -> bytes:
    return zipped({
        "index.html": "<html><title>Export</title></html>",
        f"Trip plan {HOME}.html": _HTML,
        f"Trip plan/Day {SUB}.html": _DAY,
        f"Trip plan {HOME}/photo.png": picture(),
        f"Other {OTHER}.html": "<html><title>Other</title><p>No page</p></html>",
    })  # fmt: skip
