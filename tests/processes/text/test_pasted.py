"""What Google Docs, Word, Gmail and web pages put on the clipboard becomes clean Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from processes.text.pasted import MARK, read
from processes.text.rendering import LinkRequest, ResolvedLink, render

CLIPBOARDS = Path(__file__).parents[2] / "fixtures" / "clipboard"
WIKI = ("https://wiki.example.com",)

GOOGLE = """\
## Opening a claim

Call the customer within **two working days**. Never promise a *refund* before the check in \
[the claims desk](https://claims.example.com/start?case=7); ~~the fax~~ is gone. Set `claim_state` \
to 2.

### What you need

- The policy
  - its number
    - with the letter
  - its date
- A photo

1. Open the file
   1. and name it
2. Close it

- [x] ~~Told the team~~
- [ ] Filed it

| Kind | Who decides |  |
| --- | --- | --- |
| Water | up to 5\\|000 | team lead |
| Water | above | head<br>of claims |

(0)

```
if state == 2:
    close(file)
```"""

WORD = """\
## Leaving the company

### Before the last day

Read **every** point, **even** if it seems *small*. Ask the owner or see \
[the portal](https://hr.example.com/leaving) and below. Soon.

- Laptop
  - with its charger
    - and the case
  - and its lock
- Badge

1. Give notice
   1. in writing
2. Hand over

| What | To whom |
| --- | --- |
| Keys | Reception,<br>ground floor |

(0)

Since 2020. It costs 5 \\* 3 = 15 \\<at most>[^1].

[^1]: Without travel."""

GMAIL = """\
Hello all,

from Monday on:

1. log in to [the portal](https://portal.example.com/?id=9)
2. **never** share a password

Thanks 👍

> Who decides?

Care team"""

WORD_ONLINE = """\
Before **you**

- One
  - Inner
- Two"""

WEB = """\
### Restart

Press `Ctrl` and run `` make `all` ``, H<sub>2</sub>O, 10<sup>3</sup>.

````python
def go():
    return "```"
````

| Key | Means |
| --- | --- |
| a | • one<br>• two |

Term
:   Meaning

See this, that, [prices](/sales/prices/#h-steps) and \
[https://example.com/a\\_(b)](https://example.com/a_%28b%29). \\[[Not a link]] snake_case \
\\*stars\\* &amp;lt; # no

\\# Not a heading

- a
  - b
- [x] done"""


def copied(name: str) -> str:
    return (CLIPBOARDS / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("program", "markdown"),
    [
        ("google-docs", GOOGLE),
        ("word", WORD),
        ("word-online", WORD_ONLINE),
        ("gmail", GMAIL),
        ("web-page", WEB),
    ],
)
def test_what_programs_copy_becomes_clean_markdown(program: str, markdown: str) -> None:
    assert MARK.sub(r"(\1)", read(copied(program), WIKI).markdown) == markdown


def test_pictures_are_named_and_their_places_marked() -> None:
    (google,), (word,) = (read(copied(name)).pictures for name in ("google-docs", "word"))
    assert google.src.startswith("https://lh7-rt.googleusercontent.com/docsz/")
    assert (word.src[:8], word.alt) == ("file:///", "The form")
    assert read(copied("gmail")).pictures == ()  # one that counts readers, and an emoji


def words_of(markdown: str) -> list[str]:
    rendered = render(markdown, lambda request: ResolvedLink("wanted"))
    return re.sub(r"\W+", " ", rendered.text).split()


@pytest.mark.parametrize("program", ["google-docs", "word", "gmail", "word-online"])
def test_the_wiki_shows_the_same_words_again(program: str) -> None:
    """Nothing of the text becomes Markdown by accident, and none of the Markdown shows."""
    shown = words_of(MARK.sub("", read(copied(program), WIKI).markdown))
    for sign in ("strong", "mso", "br", "lt", "x"):
        assert sign not in shown
    assert len(shown) > (4 if program == "word-online" else 15)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b style='font-weight:normal'><p>plain</p></b>", "plain"),
        ("<p><b>a</b><b>b</b> <i>c</i></p>", "**ab** *c*"),
        ("<p><b>not <span style='font-weight:400'>so</span></b></p>", "**not** so"),
        ("<h1>A</h1><h3>B</h3>", "## A\n\n#### B"),
        ("<h3>As it is</h3><p></p><h4> </h4>", "### As it is"),
        ("<p>one<br><br>two<br>three<br></p>", "one\n\ntwo\\\nthree"),
        ("<p>1986. A year, and 1. no list</p>", "1986\\. A year, and 1. no list"),
        ("<div>- typed</div>", "- typed"),
        ("<p>[a](b) [[c]] <d> `e` f_g_ &amp;amp; ~~h~~ \\* ==i==</p>",
         "\\[a](b) \\[[c]] \\`e\\` f_g\\_ &amp;amp; \\~~h\\~~ \\\\\\* \\==i\\=="),
        ("<a href='https://www.google.com/url?q=https://x.example/%3Fa%3D1%26gclid%3D2&sa=D'>x</a>",
         "[x](https://x.example/?a=1)"),
        ("<a href='https://wiki.example.com/hr/leave/?utm_source=mail'>leave</a>",
         "[leave](/hr/leave/)"),
        ("<a href=' java&#115;cript:alert(1)'>x</a> <a href='file:///c:/x'>y</a>", "x y"),
        ("<a href='https://x.example/'>https://x.example/</a>", "https://x.example/"),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
         "</td></tr></table>", "| a | b |\n| --- | --- |\n| c | d |"),
        ("<table><tr><td rowspan=2 colspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
         "| a |  | b |\n| --- | --- | --- |\n| a |  | c |"),
        ("<div class='callout callout-tip'><p class='callout-title'>Tip</p><p>Do.</p></div>",
         "> [!TIP]\n> Do."),
        ("<ol start=3><li>c</li></ol>", "3. c"),
    ],
)  # fmt: skip
def test_small_cases(html: str, markdown: str) -> None:
    assert read(html, WIKI).markdown == markdown


def test_nothing_that_runs_or_looks_survives_the_whole_way() -> None:
    vectors = (
        "<img src=x onerror=alert(1)><svg/onload=alert(1)><iframe src=javascript:alert(1)>"
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; <a href='https://x.example/\"onclick=\"a'>l</a>"
        "<p style='background:url(javascript:alert(1))'>`<b onclick=alert(1)>t</b>"
        "<table><tr><td>|<td>&lt;img src=x onerror=alert(1)&gt;<tr><td>a<td>b</table>"
    )
    pasted = read(vectors, WIKI)
    html = render(pasted.markdown, _nowhere).html
    for bad in ("onerror=", "<script", "<iframe", "<svg", "onclick=", "style="):
        assert bad not in html.replace("&lt;img src=x onerror=alert(1)&gt;", ""), (bad, html)


def _nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 2_000 + "deep",
        "<ul><li>" * 300 + "deep",
        "<b><i>" * 1_000 + "both",
        "<table><tr><td>" * 60 + "in",
        "<p>" + "[" * 20_000,
        "<p>" + "*_`<&" * 4_000,
        "<td colspan=9999 rowspan=9999>x" * 50,
        "<![if x" * 2_000 + "<!--" * 500,
    ],
)
def test_odd_html_is_read_all_the_same(html: str) -> None:
    assert isinstance(read(html).markdown, str)
