"""Headings, their ids, and links to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering import Heading
from processes.text.rendering.anchors import unique_ids
from tests.processes.text.wiki import html, rendered


def test_headings_have_prefixed_ids() -> None:
    page = rendered("## Réglages & *co*")
    assert page.html == (
        '<h2 id="h-reglages-co">Réglages &amp; <em>co</em><a aria-label="Link to this section"'
        ' class="permalink" href="#h-reglages-co"></a></h2>'
    )
    assert page.headings == (Heading(2, "h-reglages-co", "Réglages & co"),)


def test_a_text_that_uses_h1_moves_down_by_one() -> None:
    levels = [heading.level for heading in rendered("# A\n\n## B\n\n###### C").headings]
    assert levels == [2, 3, 6]


def test_a_text_without_h1_stays_as_it_is() -> None:
    assert [heading.level for heading in rendered("## A\n\n#### B").headings] == [2, 4]


def test_repeated_headings_are_numbered() -> None:
    ids = [heading.id for heading in rendered("## A\n\n## A\n\n## A 2\n\n## A").headings]
    assert ids == ["h-a", "h-a-3", "h-a-2", "h-a-4"]


_headings = st.tuples(
    st.sampled_from(["A", "B", "A 2", "a", "A-2", ""]), st.sampled_from(["", "", "h-a", "h-c"])
)


@given(st.lists(_headings, max_size=8))
def test_ids_are_unique_and_the_first_of_a_text_has_the_plain_one(
    headings: list[tuple[str, str]],
) -> None:
    ids = unique_ids(headings)
    given_ids = [id for id in ids if id]
    assert len(set(given_ids)) == len(given_ids)
    if ("B", "") in headings:
        assert ids[headings.index(("B", ""))] == "h-b"
    for chosen in ("h-a", "h-c"):
        firsts = [id for id, heading in zip(ids, headings, strict=True) if heading[1] == chosen]
        assert firsts[:1] in ([], [chosen])


@given(st.lists(_headings, max_size=6), st.integers(0, 5), st.sampled_from(["X", "Y 2"]))
def test_renaming_one_heading_leaves_all_others_alone(
    headings: list[tuple[str, str]], index: int, name: str
) -> None:
    texts = [text for text, _ in headings]
    if index < len(headings) and texts.count(texts[index]) == 1 and "a" not in texts[index].lower():
        renamed = [*headings]
        renamed[index] = (name, headings[index][1])
        before, after = unique_ids(headings), unique_ids(renamed)
        assert before[:index] + before[index + 1 :] == after[:index] + after[index + 1 :]


@pytest.mark.parametrize(
    "source",
    [
        "## Get going {#first-day}",
        "## Get going ## {#first-day}",
        "## Get going {#first-day} ##",
        "## Get going {: #first-day .wide}",
        "## Get going {#First_Day}",
        "Get going {#h-first-day}\n---",
    ],
)
def test_an_author_may_choose_the_id(source: str) -> None:
    page = rendered(f"{source}\n\n[a](#first-day) [b](#get-going) [[#Get going]]")
    assert page.headings == (Heading(2, "h-first-day", "Get going"),)
    assert '<h2 id="h-first-day">Get going<a ' in page.html
    assert page.html.count('href="#h-first-day"') == 4


@pytest.mark.parametrize("source", ["## A {#}", "## A {#b c", "## A `{#b}`", "## A {b}", "## C#"])
def test_what_is_no_chosen_id_stays_text(source: str) -> None:
    assert rendered(source).headings[0].text == source[3:].replace("`", "")


def test_a_hostile_id_is_a_plain_one() -> None:
    page = rendered("## A {#body.onload}\n\n## B {#<script>}\n\n## C {#__proto__}")
    ids = [heading.id for heading in page.headings]
    assert ids[0] == "h-body-onload"
    assert ids[2] == "h-proto"


def test_every_heading_has_a_link_to_itself_that_no_text_holds() -> None:
    page = rendered("## A\n\n### B\n\n<h4>C</h4>\n\n- # D\n\n#")
    for id in ("h-a", "h-b", "h-c", "h-d"):
        link = f'<a aria-label="Link to this section" class="permalink" href="#{id}"></a>'
        assert page.html.count(link) == 1
    assert page.text.split("\n")[:4] == ["A", "B", "C", "D"]
    assert page.urls == ()
    assert page.links == ()


def test_a_list_of_contents() -> None:
    result = html("[TOC]\n\n## A & `b`\n\n#### C\n\n### D\n\n## A & b\n\n[[_TOC_]]")
    start = result.index("<nav")
    assert result[start : result.index("</nav>") + 6] == (
        '<nav aria-label="On this page" class="toc"><ul>'
        '<li><a href="#h-a-b">A &amp; b</a><ul><li><a href="#h-c">C</a></li>'
        '<li><a href="#h-d">D</a></li></ul></li>'
        '<li><a href="#h-a-b-2">A &amp; b</a></li></ul></nav>'
    )
    assert result.count("<nav") == 1


def test_a_list_of_contents_is_in_no_text() -> None:
    page = rendered("[toc]\n\n## Setup\n\ntext")
    assert page.text == "Setup\ntext"
    assert page.urls == ()
    assert rendered("[TOC]\n\ntext").html == "<p>text</p>"
    assert "<nav" not in rendered("see [TOC] here\n\n## A").html
    assert rendered("<nav>raw</nav>").text == "raw"


def test_contents_hold_no_live_markup() -> None:
    page = rendered("[TOC]\n\n## `<b>` &lt;script&gt; `&copy;`")
    assert "&lt;b&gt; &lt;script&gt; &amp;copy;</a>" in page.html


def test_heading_text_is_plain() -> None:
    source = "## `code` [[A|link]] ![alt](x.png) <kbd>K</kbd> &copy; [^1]\n\n[^1]: n"
    assert rendered(source).headings[0].text == "code link alt K ©"


def test_raw_html_headings_count_too() -> None:
    page = rendered('# Top\n\n<h2 id="evil" class="x">Raw &amp; <i>ready</i></h2>')
    assert '<h3 id="h-raw-ready">Raw &amp; <i>ready</i><a ' in page.html
    assert page.headings[1] == Heading(3, "h-raw-ready", "Raw & ready")


def test_a_hash_without_a_blank_is_no_heading() -> None:
    assert html("#42 is fixed") == "<p>#42 is fixed</p>"


def test_closing_hashes_go_but_c_sharp_stays() -> None:
    assert [heading.text for heading in rendered("## A ##\n\n## C#").headings] == ["A", "C#"]


def test_underlined_headings() -> None:
    assert [heading.level for heading in rendered("A\n===\n\nB\n---").headings] == [2, 3]


def test_links_written_for_another_wiki_find_their_heading() -> None:
    page = rendered("[go](#qa-session) [same](#h-q-a-session) [gone](#x)\n\n## Q&A session")
    assert page.html.count('href="#h-q-a-session"') == 3  # its own, too
    assert 'href="#x"' in page.html


def test_headings_in_lists_and_quotes() -> None:
    page = rendered("- ## A\n  text\n\n> ## B")
    assert [heading.text for heading in page.headings] == ["A", "B"]
