"""Headings, their ids, and links to them."""

from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering import Heading
from processes.text.rendering.anchors import unique_ids
from tests.processes.text.wiki import html, rendered


def test_headings_have_prefixed_ids() -> None:
    page = rendered("## Réglages & *co*")
    assert page.html == '<h2 id="h-reglages-co">Réglages &amp; <em>co</em></h2>'
    assert page.headings == (Heading(2, "h-reglages-co", "Réglages & co"),)


def test_a_text_that_uses_h1_moves_down_by_one() -> None:
    levels = [heading.level for heading in rendered("# A\n\n## B\n\n###### C").headings]
    assert levels == [2, 3, 6]


def test_a_text_without_h1_stays_as_it_is() -> None:
    assert [heading.level for heading in rendered("## A\n\n#### B").headings] == [2, 4]


def test_repeated_headings_are_numbered() -> None:
    ids = [heading.id for heading in rendered("## A\n\n## A\n\n## A 2\n\n## A").headings]
    assert ids == ["h-a", "h-a-3", "h-a-2", "h-a-4"]


@given(st.lists(st.sampled_from(["A", "B", "A 2", "a", "A-2", ""]), max_size=8))
def test_ids_are_unique_and_the_first_of_a_text_has_the_plain_one(texts: list[str]) -> None:
    ids = [id for id in unique_ids(texts) if id]
    assert len(set(ids)) == len(ids)
    if "B" in texts:
        assert unique_ids(texts)[texts.index("B")] == "h-b"


def test_heading_text_is_plain() -> None:
    source = "## `code` [[A|link]] ![alt](x.png) <kbd>K</kbd> &copy; [^1]\n\n[^1]: n"
    assert rendered(source).headings[0].text == "code link alt K ©"


def test_raw_html_headings_count_too() -> None:
    page = rendered('# Top\n\n<h2 id="evil" class="x">Raw &amp; <i>ready</i></h2>')
    assert '<h3 id="h-raw-ready">Raw &amp; <i>ready</i></h3>' in page.html
    assert page.headings[1] == Heading(3, "h-raw-ready", "Raw & ready")


def test_a_hash_without_a_blank_is_no_heading() -> None:
    assert html("#42 is fixed") == "<p>#42 is fixed</p>"


def test_closing_hashes_go_but_c_sharp_stays() -> None:
    assert [heading.text for heading in rendered("## A ##\n\n## C#").headings] == ["A", "C#"]


def test_underlined_headings() -> None:
    assert [heading.level for heading in rendered("A\n===\n\nB\n---").headings] == [2, 3]


def test_links_written_for_another_wiki_find_their_heading() -> None:
    page = rendered("[go](#qa-session) [same](#h-q-a-session) [gone](#x)\n\n## Q&A session")
    assert page.html.count('href="#h-q-a-session"') == 2
    assert 'href="#x"' in page.html


def test_headings_in_lists_and_quotes() -> None:
    page = rendered("- ## A\n  text\n\n> ## B")
    assert [heading.text for heading in page.headings] == ["A", "B"]
