"""`[[links]]`: what people write, and what becomes of it."""

import pytest

from processes.text.rendering import LinkRequest, ResolvedLink, render
from tests.processes.text.wiki import html, rendered, resolve


def test_a_found_link_leads_to_its_page() -> None:
    page = rendered("See [[Set up a new laptop]].")
    assert page.html == (
        '<p>See <a class="internal" href="/ops/set-up-a-new-laptop/">Set up a new laptop</a>.</p>'
    )
    assert page.links[0].request.title == "Set up a new laptop"
    assert page.links[0].resolved.target_id == 1


@pytest.mark.parametrize(
    ("source", "request_", "label"),
    [
        ("[[A|b]]", LinkRequest("A", "", "", "A"), "b"),
        ("[[A#S]]", LinkRequest("A", "S", "", "A"), "A › S"),
        ("[[ A # S | b ]]", LinkRequest("A", "S", "", "A"), "b"),
        ("[[A|]]", LinkRequest("A", "", "", "A"), "A"),
        ("[[ops/A]]", LinkRequest("A", "", "ops", "ops/A"), "ops/A"),
        ("[[CI/CD guide]]", LinkRequest("CD guide", "", "CI", "CI/CD guide"), "CI/CD guide"),
        ("[[/A]]", LinkRequest("/A", "", "", "/A"), "/A"),
        ("[[C#]]", LinkRequest("C#", "", "", "C#"), "C#"),
        ("[[C# style]]", LinkRequest("C# style", "", "", "C# style"), "C# style"),
        (r"[[C\#x]]", LinkRequest("C#x", "", "", "C#x"), "C#x"),
        ("[[R&D (new)]]", LinkRequest("R&D (new)", "", "", "R&D (new)"), "R&D (new)"),
        ("[[R&amp;D]]", LinkRequest("R&D", "", "", "R&D"), "R&D"),
        ("[[L’été à l'ombre]]", LinkRequest("L’été à l'ombre", "", "", "L’été à l'ombre"), None),
        ("[[two\nlines]]", LinkRequest("two lines", "", "", "two lines"), "two lines"),
        ("[[my_page_name]]", LinkRequest("my_page_name", "", "", "my_page_name"), "my_page_name"),
        ("[[Use `git`]]", LinkRequest("Use git", "", "", "Use git"), "Use git"),
        (r"[[A\|b]]", LinkRequest("A", "", "", "A"), "b"),
        ("[[A|**b** c]]", LinkRequest("A", "", "", "A"), "b c"),
    ],
)
def test_what_authors_write(source: str, request_: LinkRequest, label: str | None) -> None:
    (link,) = rendered(source).links
    assert link.request == request_
    assert link.label == (request_.raw if label is None else label)


@pytest.mark.parametrize(
    "source",
    ["`[[A]]`", "    [[A]]", "```\n[[A]]\n```", r"\[[A]]", "[[ ]]", "[[]]", "![[a.png]]", "[[|x]]"],
)
def test_what_is_not_a_link(source: str) -> None:
    page = rendered(source)
    assert page.links == ()
    assert "internal" not in page.html


def test_a_markdown_link_whose_text_has_brackets_stays_one() -> None:
    assert rendered("[[1]](https://x.org/)").urls == ("https://x.org/",)


def test_a_section_leads_to_the_id_its_heading_has() -> None:
    (link,) = rendered("[[Handbook#Étape 2 : l'accueil]]").links
    assert link.href == "/ops/handbook/#" + rendered("## Étape 2 : l'accueil").headings[0].id


def test_a_section_of_the_same_page() -> None:
    page = rendered("## The end\n\n[[#The end]]")
    assert '<a class="internal" href="#h-the-end">The end</a>' in page.html
    assert page.links == ()


def test_a_hidden_page_leaves_no_trace() -> None:
    page = rendered("The [[Salaries|money **page**]] here")
    assert page.html == "<p>The money <strong>page</strong> here</p>"
    assert page.links[0].resolved.state == "hidden"
    assert page.links[0].href == ""


def test_a_wanted_page_can_be_proposed() -> None:
    assert html("[[Not written yet|soon]]") == (
        '<p><a class="wanted" href="/new/?title=Not%20written&amp;kind=process">soon</a></p>'
    )


def test_an_ambiguous_title_says_so() -> None:
    assert html("[[Onboarding]]") == (
        '<p><span class="ambiguous" title="3 pages are called Onboarding">Onboarding</span></p>'
    )


@pytest.mark.parametrize(
    ("source", "name", "label"),
    [
        ("[[Setup]]", "Set up a laptop", "Set up a laptop"),
        ("[[SETUP]]", "Setup", "SETUP"),
        ("[[Setup]]", "", "Setup"),
        ("[[ops/Setup]]", "Setup", "Setup"),
        ("[[ops/Setup]]", "Set up a laptop", "Set up a laptop"),
        ("[[CI/CD]]", "CI/CD", "CI/CD"),
        ("[[Setup#First steps]]", "Set up", "Set up › First steps"),
        ("[[Setup|here]]", "Set up", "here"),
        ("[[Setup]]", "<b> & *c*", "<b> & *c*"),
    ],
)
def test_a_link_without_a_label_shows_the_name_of_today(source: str, name: str, label: str) -> None:
    answer = ResolvedLink("found", href="/x/", target_id=1, name=name)
    page = render(source, lambda _: answer)
    assert page.links[0].label == label
    assert page.text == label


def test_a_person() -> None:
    page = rendered("Ask [[@A Head]] or [[@A Head|the head]].")
    assert page.html == (
        '<p>Ask <a class="internal" href="/people/3/">A. Head</a>'
        ' or <a class="internal" href="/people/3/">the head</a>.</p>'
    )
    assert page.links[0].request == LinkRequest("", "", raw="@A Head", person="A Head")
    assert page.links[0].resolved.person_id == 3


def test_a_person_whom_nobody_knows_stays_text() -> None:
    assert html("[[@A Stranger]]") == (
        '<p><span class="ambiguous" title="Nobody here has this name">A Stranger</span></p>'
    )
    assert html("[[@A Ghost]]") == "<p>A Ghost</p>"
    several = render("[[@A]]", lambda _: ResolvedLink("ambiguous")).html
    assert 'title="Several people have this name"' in several


def test_a_section_is_named_by_the_id_it_asks_for() -> None:
    (link,) = rendered("[[Handbook#First steps]]").links
    assert link.section_id == "h-first-steps"


@pytest.mark.parametrize("cell", ["[[A|b]]", r"[[A\|b]]"])
def test_labels_in_tables(cell: str) -> None:
    page = rendered(f"| x | y |\n|---|---|\n| {cell} | z |")
    assert '<td><a class="internal" href="/ops/a/">b</a></td>' in page.html
    assert "<td>z</td>" in page.html


def test_links_come_in_the_order_of_the_text() -> None:
    source = "[[A]]\n\n- [[B]]\n  - *[[C]]*\n\n| t |\n|---|\n| [[D]] |\n\n## [[E]]\n\n> [[F]]"
    assert [link.request.title for link in rendered(source).links] == list("ABCDEF")


def test_the_wiki_is_asked_once_for_each_request() -> None:
    asked: list[LinkRequest] = []

    def counting(request: LinkRequest) -> ResolvedLink:
        asked.append(request)
        return resolve(request)

    render("[[A]] [[A|b]] [[A#S]] [[A]]", counting)
    assert len(asked) == 2


def test_a_hostile_answer_is_harmless_too() -> None:
    page = render("[[A]]", lambda _: ResolvedLink("found", 'javascript:alert("1")', '"><script>'))
    assert "javascript" not in page.html
    assert "<script" not in page.html
