"""Any HTML there and back: as many words, cells, pictures and links, and the very same words."""

from __future__ import annotations

import os
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importing.html_world import same

# No addresses: where one begins and ends beside words of other elements is a matter of taste, and
# test_html.py says ours.
_SIGNS = (
    "alpha beta * ** _ __ ` ``` [ ] ( ) [x](y) ![ # ## > - + 1. 2) | || \\ ~~ == : :a: & &amp; <"
    " <b> </div> ! {{ [[a]] [^1] --- === *** é"
    " שלום 日本 '"
).split(" ")
_INLINE = "b i em strong del mark u sup sub code kbd small span q".split()


def _tag(name: str, inner: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{inner}</{name}>"


def _line(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.sampled_from(_INLINE), inner).map(lambda two: _tag(*two)),
        inner.map(lambda words: _tag("a", words, ' href="/p"')),
        st.sampled_from(["<br>", '<img src="/i.png" alt="a*b[">']),
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
    )


def _table(rows: list[list[str]]) -> str:
    return _tag("table", "".join(_tag("tr", "".join(_tag("td", c) for c in row)) for row in rows))


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.one_of(LINES, inner), min_size=1, max_size=3)
    return st.one_of(
        st.tuples(st.sampled_from(["blockquote", "div"]), inner).map(lambda two: _tag(*two)),
        st.tuples(st.sampled_from(["ul", "ol"]), items).map(
            lambda two: _tag(two[0], "".join(_tag("li", item) for item in two[1]))
        ),
        inner.map(lambda words: _tag("details", _tag("summary", "more") + words)),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    )


TEXT = st.lists(
    st.one_of(
        st.sampled_from(_SIGNS), st.text(alphabet="ab*_`[]()#>|\\~=:&<!-+1. {}^\n", max_size=5)
    ),
    min_size=1,
    max_size=5,
).map(lambda words: escape(" ".join(words), quote=False))
LINES = st.recursive(TEXT, _line, max_leaves=5)
LEAVES = st.one_of(
    LINES,
    LINES.map(lambda words: _tag("p", words)),
    TEXT.map(lambda words: _tag("h3", words)),
    TEXT.map(lambda words: _tag("pre", words)),
    st.lists(st.lists(LINES, min_size=2, max_size=3), min_size=1, max_size=3).map(_table),
    st.just("<hr>"),
)
PAGES = st.recursive(LEAVES, _block, max_leaves=5)
EXAMPLES = int(os.environ.get("EXAMPLES", 300))  # others each time
_quiet = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@settings(_quiet, max_examples=40, derandomize=True)
@given(PAGES)
def test_nothing_gets_lost(html: str) -> None:
    same(html)


@pytest.mark.skipif("EXAMPLES" not in os.environ, reason="a hunt: EXAMPLES=5000 begins it")
@pytest.mark.long
@settings(_quiet, max_examples=EXAMPLES)
@given(PAGES)
def test_nothing_gets_lost_of_many_pages(html: str) -> None:
    same(html)
