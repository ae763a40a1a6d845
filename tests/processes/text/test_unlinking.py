"""Links taken out of a finished page, for a reader who may not follow them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering.sanitizing import sanitize
from processes.text.unlinking import for_reader

CLOSED = frozenset({"board", "boardroom"})


def seen(html: str) -> str:
    """As somebody sees it who may open everything but two departments."""
    return for_reader(html, lambda slug: slug not in CLOSED)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a class="internal" href="/board/pay/">Pay</a>', "Pay"),
        ('<a class="wanted" href="/board/pay/">Pay</a>', "Pay"),
        ('<a href="/board/">The board</a>', "The board"),
        ('<a href="/board">The board</a>', "The board"),
        ('<a href="/board?x=1">The board</a>', "The board"),
        ('<a href="/board#h-x">The board</a>', "The board"),
        ('<a href="/b%6fard/pay/">Pay</a>', "Pay"),
        ('<a href="/b&#111;ard/pay/">Pay</a>', "Pay"),
        ('<a href="/bo\tard/pay/">Pay</a>', "Pay"),
        ('<a href=" /board/pay/">Pay</a>', "Pay"),
        ('<a class="internal" href="/board/x/"><em>A</em> <img alt="b" src="/x.png"> c</a>',
         '<em>A</em> <img alt="b" src="/x.png"> c'),
        ('<a href="/board/x/">a &lt; b</a>', "a &lt; b"),
        ('<a href="/board/x/" title="a &gt; b">c</a>', "c"),
    ],
)  # fmt: skip
def test_of_a_link_behind_a_door_the_label_stays(html: str, shown: str) -> None:
    assert seen(f"<p>Before {html} after.</p>") == f"<p>Before {shown} after.</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<a class="internal" href="/equipment/laptop/">Laptop</a>',
        '<a class="internal" href="/boards/x/">Not the board</a>',
        '<a class="external" href="https://example.com/board/x/" rel="noopener noreferrer">x</a>',
        '<a class="external" href="//board/x/" rel="noopener noreferrer">x</a>',
        '<a href="#board">Heading</a>',
        '<a class="footnote-ref" href="#fn-1">1</a>',
        '<a href="mailto:board@example.com">Mail</a>',
        '<a href="/people/5/">Somebody</a>',
        '<a href="/attachments/0/a.pdf">File</a>',
        '<a href="/">Home</a>',
        "<a>No address</a>",
        '<code>&lt;a href="/board/x/"&gt;</code>',
    ],
)
def test_every_other_link_stays_as_it_is(html: str) -> None:
    page = f'<p>{html} and <a class="internal" href="/board/x/">shut</a>.</p>'
    assert seen(page) == f"<p>{html} and shut.</p>"


def test_open_and_shut_links_side_by_side() -> None:
    page = '<a href="/board/a/">a</a><a href="/equipment/b/">b</a><a href="/board/c/">c</a>'
    assert seen(page) == 'a<a href="/equipment/b/">b</a>c'


def test_what_stands_in_an_attribute_is_no_tag() -> None:
    page = sanitize(
        '<p><a href="/board/x/"><img alt=\'</a><a href="/board/">\' src="/x.png">b</a> c</p>'
    )
    assert "<a" in page
    assert "<a" not in seen(page)
    assert seen(page).count("<img") == 1
    assert sanitize(seen(page)) == seen(page)


def test_each_department_is_asked_for_once() -> None:
    asked: list[str] = []

    def may_open(slug: str) -> bool:
        asked.append(slug)
        return False

    for_reader('<a href="/a/x/">1</a><a href="/a/y/">2</a><a href="/b/z/">3</a>', may_open)
    assert sorted(asked) == ["a", "b"]


ADDRESSES = st.sampled_from(
    [
        *("/board/x/", "/board", "/equipment/x/", "/", "#h-x", "https://example.com/board/x"),
        *("//board/x", "/\\board/x", "javascript:alert(1)", " /board/x", "/people/1/", ""),
    ]
)
LABELS = st.text(alphabet="ab <>&\"'/=\n", max_size=12)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Text, links and elements in any order, closed or not, one in another."""
    pieces = st.one_of(
        LABELS,
        st.builds(lambda url, title: f'<a href="{url}" title="{title}">', ADDRESSES, LABELS),
        st.builds(lambda alt: f'<img alt="{alt}" src="/x.png">', LABELS),
        st.sampled_from(["</a>", "<b>", "</b>", "<p>", "</p>", "<pre>", "</pre>", "<script>"]),
        st.sampled_from(["<table><tr><td>", "</td></tr></table>", "<li>", "&lt;a", "<a"]),
    )
    return "".join(draw(st.lists(pieces, max_size=14)))


@given(markup())
def test_safe_html_stays_safe_and_keeps_every_word(html: str) -> None:
    page = sanitize(html)
    shown = seen(page)
    assert sanitize(shown) == shown
    assert words(shown) == words(page)
    assert not re.search(r'<a[^>]* href="\s*/board', shown)
    kept = [tag for tag in links(page) if not re.search(r'href="\s*/board', tag)]
    assert links(shown) == kept
    assert shown.count("</a>") == len(kept)
    assert seen(shown) == shown


def test_a_long_page_takes_no_time() -> None:
    page = '<p>Some <a class="internal" href="/board/x/">label</a> and <em>words</em>.</p>' * 5_000
    started = time.perf_counter()
    assert "<a" not in seen(page)
    assert time.perf_counter() - started < 1


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def links(html: str) -> list[str]:
    return re.findall(r"<a(?: [^>]*)?>", html)
