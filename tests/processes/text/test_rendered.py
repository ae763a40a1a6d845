"""What rendering returns beside the HTML, and that no text breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering import ResolvedLink, render
from processes.text.rendering.sanitizing import sanitize
from tests.processes.text.markup import assert_safe
from tests.processes.text.wiki import rendered

MARKDOWN = (
    "- ,* ,1. ,> ,# ,## ,```,~~~,~~,[[,]],|,[,](,![,[^1],[^1]: ,[!NOTE],---,===,| - | - |,- [ ] "
    ",  ,    ,`,``,\\,\\|,**,__,[[T|l]],[[Salaries]],<!--,-->,[x]: y,\n,\n\n,<,>,&,&#10;,<a ,<p>"
    ",<pre>,</pre>,<table>,<tr>,<td>,<details>,<h1>,<img src=,<svg>,<![,javascript:,http://x.y"
    ",a@b.co,\x00,\r,\t,é"
).split(",")
texts = st.lists(st.sampled_from(MARKDOWN) | st.text(max_size=3), max_size=40).map("".join)


@given(texts)
def test_no_text_breaks_rendering(source: str) -> None:
    html = rendered(source).html
    assert sanitize(html) == html
    assert_safe(html)


@given(st.text())
def test_plain_words_survive(source: str) -> None:
    words = [word for word in source.split() if word.isascii() and word.isalnum()]
    if words and words == source.split():
        assert rendered(source).text.split() == words


@pytest.mark.parametrize(
    "source", ["", " ", "\n\n", "\x00", "\ud800", "\ufeff", "\x02wzxhzdk:0\x03"]
)
def test_odd_texts(source: str) -> None:
    assert_safe(rendered(source).html)


def test_text_is_what_a_reader_sees() -> None:
    page = rendered(
        "# T\n\na *b* [[Set up|c]] `d`[^1]\n\n| e |\n|---|\n| f |\n\n```\ng = 1\n```\n\n[^1]: h"
    )
    assert page.text.split("\n") == ["T", "a b c d", "e", "f", "g = 1", "h"]
    assert page.words == 11


def test_urls_are_the_plain_links() -> None:
    page = rendered(
        "[a](https://x.org/?q=1&r=2) https://y.org www.z.org me@x.org [[Page]] [b](../c.md)[^1]"
        '\n\n<a href="/raw">r</a>\n\n[^1]: n'
    )
    assert page.urls == (
        "https://x.org/?q=1&r=2",
        "https://y.org",
        "https://www.z.org",
        "mailto:me@x.org",
        "../c.md",
        "/raw",
    )


def test_too_deep_a_text_comes_back_as_written() -> None:
    def deep(_: object) -> ResolvedLink:
        raise RecursionError

    page = render("[[a]] <b>", deep)
    assert page.html == '<pre tabindex="0">[[a]] &lt;b&gt;</pre>'
    assert page.words == 2


def test_what_the_resolver_raises_goes_through() -> None:
    def broken(_: object) -> ResolvedLink:
        raise LookupError

    with pytest.raises(LookupError):
        render("[[a]]", broken)
