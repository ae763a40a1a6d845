"""The writing rules: what each says of a text that breaks it, where, and what it lets be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from processes.text.writing_rules import (
    RULES,
    LinkFact,
    Section,
    Setting,
    Text,
    check,
)
from tests.processes.text.rules import findings, places, said

GOOD = Text(
    "Refund a client",
    "When a client gets money back, who decides it, and how to pay it.",
    "## Purpose\n\nClients get their money in a week.\n\n"
    "## Steps\n\n1. Open [[Pebble]].\n2. Press **Refund**.\n\n![The button in Pebble](a.png)\n",
    links=(LinkFact("Pebble", "found"),),
)


def test_a_good_page_meets_all_rules() -> None:
    results = check(GOOD, {"personal_data": Setting("advice")})
    assert [result.rule.key for result in results if not result.is_met] == []
    assert [result.rule for result in results] == list(RULES)


def test_a_rule_is_as_strict_as_it_is_set_and_silent_where_it_is_off() -> None:
    page = Text("A title", "", "# \n\n![](a.png)")
    results = {result.rule.key: result for result in check(page)}
    assert results["alt_text"].blocks
    assert not results["summary_length"].blocks
    assert not results["summary_length"].is_met
    assert "personal_data" not in results
    loose = check(page, {"alt_text": Setting("advice"), "empty_headings": Setting("off")})
    assert not any(result.blocks for result in loose)
    assert len(loose) == len(results) - 1
    assert len(said("alt_text", "![](a.png) " * 90)) == 50


def test_title() -> None:
    for title in ("iPhone setup", "cloud.gov", "VPN and SSO", "We left Washington, D.C."):
        assert said("title", title=title) == []
    assert "capital letter" in said("title", title="how we hire")[0][0]
    assert "capitals" in said("title", title="HOW WE HIRE PEOPLE")[0][0]
    assert "“.” off the end" in said("title", title="How we hire.")[0][0]
    assert said("title", title="Hire [draft] people")[0][1] == "[draft] people"
    assert "it has 71" in said("title", title="A" + "b" * 70)[0][0]
    assert said("title", title="Untitled")[0][1] == "Untitled"


def test_summary_length() -> None:
    assert said("summary_length")[0][1] == ""
    assert "30 characters" in said("summary_length", summary="Too short.")[0][0]
    assert said("summary_length", summary="a" * 203)[0][1] == "aaa"
    assert "more than the title" in said("summary_length", title="A" * 40, summary="a" * 40)[0][0]


def test_required_sections() -> None:
    sections = (Section("Purpose"), Section("Tools", is_required=False), Section("Steps"))
    body = "## 1. Purpose:\n\nSo.\n\n## Steps\n\n- TBD\n"
    [(message, place)] = said("required_sections", body, sections=sections)
    assert (message[:13], place) == ("Write somethi", "## Steps")
    body = "## Purpose\n\nSo.\n\n## Other\n\nThis.\n"
    [found] = findings("required_sections", Text("A", "", body, sections=sections))
    assert "Add the section “Steps”" in found.message
    assert body[: found.start].endswith("So.\n\n")
    filled = "# Purpose\n## Part\n![x](a.png)\n# STEPS\n```\ncode\n```"
    assert said("required_sections", filled, sections=sections) == []
    assert said("empty_headings", "## Steps\n\n## Rest", sections=sections)[0][1] == "## Rest"


def test_empty_headings() -> None:
    body = "# A\n\n## B\n\n<!-- later -->\n\n## C\n\n![x](a.png)\n\n##\n\nText\n\n## D\n\n---\n"
    assert places("empty_headings", body) == ["## B", "##", "## D"]
    assert said("empty_headings", "## A\n\n```\ncode\n```\n\n## B\n\nhttps://x.example/film") == []


def test_heading_order() -> None:
    assert places("heading_order", "### A\n#### B\n## C\n#### D\n") == ["### A", "#### D"]
    assert said("heading_order", "# A\n## B\n### C\n# D\n") == []


def test_numbered_steps() -> None:
    bullets = "## Steps\n\n- One\n- Two\n"
    assert places("numbered_steps", bullets) == ["One"]
    assert places("numbered_steps", bullets, kind="expertise") == []
    for counted in (
        "1. One\n2. Two",
        "### 1. One\n\nThis",
        "- [ ] One",
        "| No | Do |\n|-|-|\n| 1 | This |",
    ):
        assert said("numbered_steps", f"## Steps\n\n{counted}\n") == []
    other = {"sections": ["How to"]}
    assert places("numbered_steps", "## How to\n\nDo it.", parameters=other) == ["Do it."]


def test_alt_text() -> None:
    body = '![](a.png) ![](b.png "decorative") ![IMG_1.PNG](c.png) ![Screenshot 12](d.png)'
    assert places("alt_text", f"{body} ![A pool at night](e.png) `![](f.png)`") == [
        "![](a.png)",
        "![IMG_1.PNG](c.png)",
        "![Screenshot 12](d.png)",
    ]


def test_picture_width() -> None:
    widths = {"a.png": 2880, "b.png": 1380, "c.png": 100}
    body = '![a](a.png) ![b](b.png) ![c](c.png) <img src="c.png" alt="c" width="400">'
    found = said("picture_width", body, picture_widths=widths)
    assert [place[:6] for _, place in found] == ["![a](a", "<img s"]
    assert "2,880 pixels" in found[0][0]
    assert said("picture_width", body, picture_widths=widths, parameters={"times": 5})[1:] == []


def test_ambiguous_links() -> None:
    facts = (LinkFact("it/Onboarding", "ambiguous"), LinkFact("@Ann", "ambiguous"))
    found = said("ambiguous_links", "[[it/Onboarding|this]] [[Else]] [[@Ann]]", links=facts)
    assert [place for _, place in found] == ["[[it/Onboarding|this]]", "[[@Ann]]"]
    assert "[[department/Onboarding]]" in found[0][0]
    assert "e-mail" in found[1][0]


def test_broken_links() -> None:
    wanted = ("A", "/it/b/", "@C", "D#E")
    facts = [LinkFact(one, "section" if "#" in one else "wanted") for one in wanted]
    bad = (
        "[[A]] [b](/it/b/) [[@C]] [[D#E]] [e]() [f](#nowhere) [g](page.md) [h](www.h.example)"
        " [i](file:///C:/x.docx) [j](javascript:1)"
    ).split(" ")
    good = "[[K]] [l](https://l.example) [m](/it/m/) [n](mailto:n@n.example) [o](#A-b) [p](#h-a-b)"
    body = f"{' '.join(bad)} {good} [[#A b]]\n\n## A *b*\n"
    assert places("broken_links", body, links=tuple(facts)) == bad


def test_link_to_another() -> None:
    body = "[[A]] and [[@Ann]] and https://b.example"
    assert said("link_to_another", body, links=(LinkFact("@Ann", "found"), LinkFact("A", "wanted")))
    assert not said("link_to_another", body, links=(LinkFact("A", "found"),))


def test_link_words() -> None:
    body = "[here](/a/b/) [[A|click **here**]] [Read more »](c) [the price list](d) [[Here]]"
    assert places("link_words", body) == [
        "[here](/a/b/)",
        "[[A|click **here**]]",
        "[Read more »](c)",
    ]


@settings(max_examples=40)
@given(
    st.text(max_size=80),
    st.text(alphabet="#[]()!|<>a`*_-=\\\n\r 1.:/\"'&~{}@+", max_size=80),
)
def test_rules_say_something_of_any_text_without_a_word_of_protest(title: str, body: str) -> None:
    sections = (Section("a"), Section(title or "1", is_required=False))
    text = Text(title, body, body, sections=sections, avoid={title: body, "a": ""})
    for result in check(text, {"personal_data": Setting("blocking")}):
        for finding in result.findings:
            assert 0 <= finding.start <= finding.end <= len(getattr(text, finding.field))
            assert finding.message
