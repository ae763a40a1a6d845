"""What rendering returns beside the HTML, and that no text breaks it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering import Picture, ResolvedLink, render
from processes.text.rendering.sanitizing import sanitize
from tests.processes.text.markup import assert_safe
from tests.processes.text.wiki import SITE, rendered

MARKDOWN = (
    "- ,* ,1. ,> ,# ,## ,```,~~~,~~,[[,]],|,[,](,![,[^1],[^1]: ,[!NOTE],---,===,| - | - |,- [ ] "
    ",  ,    ,`,``,\\,\\|,**,__,[[T|l]],[[Salaries]],<!--,-->,[x]: y,\n,\n\n,<,>,&,&#10;,<a ,<p>"
    ",<pre>,</pre>,<table>,<tr>,<td>,<details>,<h1>,<img src=,<svg>,<![,javascript:,http://x.y"
    ",a@b.co,\x00,\r,\t,é,:smile:,==,=,: ,*[T]: ,T,{#a},[TOC],[[@A Head]],```mermaid,/ops/laptops/"
    ",https://wiki.example.com/hr/salaries/,https://youtu.be/dQw4w9WgXcQ,</a>"
    ",<a href=/ops/laptops/>"
).split(",")
texts = st.lists(st.sampled_from(MARKDOWN) | st.text(max_size=3), max_size=40).map("".join)


def _pictures(src: str) -> Picture:
    return Picture(src, 9, 9, (("/attachments/1/480/a", 480),), "/attachments/1/still/a")


@given(texts)
def test_no_text_breaks_rendering(source: str) -> None:
    page = rendered(source, _pictures, SITE)
    assert sanitize(page.html, SITE.embed_hosts) == page.html
    assert_safe(page.html)
    ids = re.findall(r'<[a-z0-9]+ [^>]*?\bid="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))
    assert {heading.id for heading in page.headings} <= set(ids)


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


def test_controls_go_and_words_line_ends_stay() -> None:
    assert rendered("a\x0bb\x0cc\x00\x1fd").html == "<p>a\nb\ncd</p>"


def test_text_is_what_a_reader_sees() -> None:
    page = rendered(
        "# T\n\na *b* [[Set up|c]] `d`[^1]\n\n| e |\n|---|\n| f |\n\n```\ng = 1\n```\n\n[^1]: h"
    )
    assert page.text.split("\n") == ["T", "a b c d", "e", "f", "g = 1", "h"]
    assert page.words == 11


def test_urls_are_the_plain_links() -> None:
    page = rendered(
        "[a](https://x.org/?q=1&r=2) https://y.org www.z.org me@x.org [[Page]] [b](../c.md)[^1]"
        '\n\n<a href="raw">r</a> [p](/ops/a/)\n\n[^1]: n'
    )
    assert page.urls == (
        "https://x.org/?q=1&r=2",
        "https://y.org",
        "https://www.z.org",
        "mailto:me@x.org",
        "../c.md",
        "raw",
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
