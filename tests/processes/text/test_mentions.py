"""Titles found in running text, and the link put there with nothing else changed."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from processes.text.mentions import first_mention, link_first
from processes.text.naming import find, names
from processes.text.rendering import LinkRequest, Rendered, ResolvedLink, fold, render

TITLE = "Set up a laptop"
NAMES = names([TITLE])


# Of letters that stand for two, some may be read in two ways when they meet: sß.
LETTERS = "abestzéÈàüÇñÅœÆøΩψЖй12 -'’"


def linked(source: str, title: str = TITLE, *old: str) -> str | None:
    return link_first(source, title, names([title, *old]))


def drawn(source: str) -> Rendered:
    return render(source, lambda request: ResolvedLink("found", href=f"/x/{fold(request.title)}/"))


class TestNames:
    @pytest.mark.parametrize(
        "text",
        [
            "First set up a laptop.",
            "SET UP A LAPTOP",
            "sét üp à laptop",
            "(set up a laptop)",
            "Set up a laptop: how",
            "_Set up a laptop_",
            "set  up\na laptop",
            "“Set up a laptop”",
            "ﬁrst set up a laptop",
        ],
    )
    def test_a_name_is_found_in_any_case_and_with_any_accents(self, text: str) -> None:
        assert list(find(text, NAMES))

    @pytest.mark.parametrize(
        "text",
        [
            "set up a laptops",
            "reset up a laptop",
            "pre-set up a laptop",
            "set up a laptop-bag",
            "set up alaptop",
            "set up\n\na laptop",
            "set up  \na laptop",  # a line break
            "x/set up a laptop",
            "set up a laptop@example.com",
        ],
    )
    def test_only_as_whole_words(self, text: str) -> None:
        assert not list(find(text, NAMES))

    @pytest.mark.parametrize(
        ("title", "text"),
        [
            ("Cœur de métier", "Le coeur de metier"),
            ("Coeur de metier", "LE CŒUR DE MÉTIER"),
            ("L’équipe d’été", "l'equipe d'ete"),
            ("La manœuvre", "la manoeuvre"),
            ("La manoeuvre", "La manœuvre"),
            ("Straße", "STRASSE"),
            ("Strasse", "die Straße"),
            ("Follow–up calls", "follow-up calls"),
            ("C# style", "our C# style guide"),
            (".NET rules", "The .net rules"),
            ("Ωmega Ψpsi", "ωmega ψpsi"),
            ("R&D budget", "the r&d budget"),
            ("Ａｂｃｄｅ", "abcde"),
            ("e\u0301te\u0301 plan", "Été plan"),
        ],
    )
    def test_what_folds_to_the_same_is_the_same_name(self, title: str, text: str) -> None:
        assert list(find(text, names([title])))

    @pytest.mark.parametrize("title", ["Time", "Go", "IT", "", "?!", "Été"])
    def test_short_common_words_are_left_out(self, title: str) -> None:
        assert names([title]) == []

    def test_an_acronym_is_looked_for_in_capitals(self) -> None:
        vpn = names(["VPN"])
        assert list(find("Use the VPN.", vpn))
        assert not list(find("vpn, Vpn, VPNs", vpn))

    def test_the_longest_name_at_a_place_is_taken(self) -> None:
        both = names(["Laptop", "Laptop bags"])
        assert list(find("laptop bags and a laptop", both)) == [(0, 11), (18, 24)]

    @given(st.text(LETTERS, max_size=40), st.text(max_size=10), st.text(max_size=10))
    def test_a_name_finds_itself_among_other_words(self, title: str, a: str, b: str) -> None:
        title = " ".join(title.split())
        assume(names([title]) and title[0].isalnum() and title[-1].isalnum())
        places = list(find(f"{a} {title} {b}", names([title])))
        assert places

    @given(st.text(max_size=30), st.text(max_size=120))
    def test_whatever_is_found_folds_to_the_name(self, title: str, text: str) -> None:
        for name in names([title]):
            for start, end in name.spans(text):
                assert fold(text[start:end]) == name.key


class TestLinkFirst:
    @pytest.mark.parametrize(
        ("source", "result"),
        [
            ("Then Set up a laptop.", "Then [[Set up a laptop]]."),
            ("Then set up a laptop.", "Then [[set up a laptop]]."),
            ("set up\na laptop", "[[set up a laptop]]"),
            ("- set up a laptop", "- [[set up a laptop]]"),
            ("> set up a laptop", "> [[set up a laptop]]"),
            ("| A | set up a laptop |", "| A | [[set up a laptop]] |"),
            ("**set up a laptop**", "**[[set up a laptop]]**"),
            ("set up a laptop, set up a laptop", "[[set up a laptop]], set up a laptop"),
            ("text\n\n- item\n\n    set up a laptop", "text\n\n- item\n\n    [[set up a laptop]]"),
        ],
    )
    def test_the_first_mention_becomes_a_link(self, source: str, result: str) -> None:
        assert linked(source) == result

    @pytest.mark.parametrize(
        "source",
        [
            "`set up a laptop`",
            "```\nset up a laptop\n```",
            "~~~\nset up a laptop",
            "text\n\n    set up a laptop",
            ">     set up a laptop",
            "[[set up a laptop`]]",
            "-     set up a laptop",
            "<!-- x --> set up a laptop",
            "<!-- x\n--> set up a laptop",
            "```set up a laptop`",
            "[x](\nset up a laptop)",
            "Set up a laptop(#later)",
            "!set up a laptop",
            "# Set up a laptop",
            "> ## Set up a laptop",
            "Set up a laptop\n===",
            "Set up a laptop\n---",
            "[set up a laptop](https://example.com)",
            "[x](/y 'set up a laptop')",
            "[x](<set up a laptop>)",
            "![set up a laptop](x.png)",
            "[set up a laptop][ref]",
            "[[Other|set up a laptop]]",
            "[[Set up a laptop]]",
            "[[Set up a laptop bag]]",
            "[a [set up a laptop] b](x)",
            "[ref]: https://example.com 'set up a laptop'",
            "Text[^1]\n\n[^1]: set up a laptop",
            "Text[^1]\n\n[^1]: Note.\n\n    set up a laptop",
            "Text[^1]\n\n[^1]: Note\nset up a laptop",
            "<a href='x'>set up a laptop</a>",
            "<kbd>set up a laptop</kbd>",
            "<span title='set up a laptop'>x</span>",
            "<details>\n<summary>set up a laptop</summary>\n</details>",
            "<div>\nset up a laptop\n</div>",
            "<pre>\n\nset up a laptop\n\n</pre>",
            "<!-- set up a laptop -->",
            "https://example.com/set-up-a-laptop",
            "> [!NOTE] Set up a laptop\n> more",
            "nothing of the kind",
            "",
        ],
    )
    def test_no_link_where_it_would_be_wrong(self, source: str) -> None:
        assert linked(source) is None

    def test_a_mention_behind_a_wrong_place_is_taken(self) -> None:
        source = "# Set up a laptop\n\nSee `set up a laptop`. To set up a laptop, ask."
        assert linked(source) == source.replace("To set up a laptop", "To [[set up a laptop]]")

    def test_an_old_name_stays_the_label(self) -> None:
        source = "See Prepare a notebook first."
        result = linked(source, TITLE, "Prepare a notebook")
        assert result == "See [[Set up a laptop|Prepare a notebook]] first."

    def test_the_department_is_named_where_it_must_be(self) -> None:
        result = link_first("To set up a laptop, ask.", TITLE, NAMES, "equipment")
        assert result == "To [[equipment/set up a laptop]], ask."

    @pytest.mark.parametrize(
        "title", ["Set up [a] laptop", "Use a|b pipes", "Issue #5 policy", "Tell @all people"[5:]]
    )
    def test_titles_that_no_link_can_hold_get_none(self, title: str) -> None:
        assert link_first(f"We {title} here.", title, names([title])) is None

    @pytest.mark.parametrize(
        "title",
        [
            "C# style guide",
            "CI/CD pipeline",
            "R_and_D budget",
            "R&D budget",
            "Terms & conditions",
            "Two * three rules",
            "Why? Because!",
            "L’été 2026",
        ],
    )
    def test_odd_titles_become_links_all_the_same(self, title: str) -> None:
        source = f"Read {title} today."
        result = link_first(source, title, names([title]))
        assert result is not None
        assert [link.request.raw for link in drawn(result).links] == [title]


PIECES = st.sampled_from(
    [
        "set up a laptop",
        "Set up a laptop",
        "sét up a laptop",
        "`",
        "```",
        "\n",
        "\n\n",
        "    ",
        "# ",
        "> ",
        "- ",
        "1. ",
        "| ",
        " |",
        "|---|",
        "[",
        "]",
        "](x)",
        "[[",
        "]]",
        "![",
        "(",
        ")",
        "<",
        ">",
        "<a href='x'>",
        "</a>",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "<kbd>",
        "</kbd>",
        " *word* ",
        " **word** ",
        " _word_ ",
        " ~~word~~ ",
        "\\",
        "[^1]",
        "[^1]: ",
        "[r]: ",
        "\n---\n",
        "\n===\n",
        "https://example.com/",
        "> [!NOTE] ",
        "&amp;",
        "word",
        " ",
        ". ",
    ]
)


SOURCES = st.builds(
    lambda before, after: "".join([*before, "set up a laptop", *after]),
    st.lists(PIECES, max_size=12),
    st.lists(PIECES, max_size=12),
)


class TestTheRestOfTheText:
    @settings(suppress_health_check=[HealthCheck.filter_too_much])
    @given(SOURCES)
    def test_nothing_else_changes(self, source: str) -> None:
        result = linked(source)
        assume(result is not None)
        added = re.compile(r"\[\[([^\[\]]*)\]\]")
        undone = [
            result[: m.start()]
            + source[m.start() :][: len(source) - len(result) + len(m[0])]
            + result[m.end() :]
            for m in added.finditer(result)
        ]
        assert source in undone

    @settings(suppress_health_check=[HealthCheck.filter_too_much])
    @given(SOURCES)
    def test_readers_see_the_same_words_and_one_more_link(self, source: str) -> None:
        result = linked(source)
        assume(result is not None)
        before, after = drawn(source), drawn(result)
        assert " ".join(after.text.split()) == " ".join(before.text.split())
        assert len(after.links) == len(before.links) + 1


class TestFirstMention:
    def test_the_sentence_around_it(self) -> None:
        text = "Welcome. Before you begin, set up a laptop with us. Then rest.\nMore."
        assert first_mention(text, NAMES) == (
            "Before you begin, ",
            "set up a laptop",
            " with us.",
        )

    def test_not_inside_a_longer_link(self) -> None:
        text = "Set up a laptop bag. Later, set up a laptop."
        before, _name, _after = first_mention(text, NAMES, ["Set up a laptop bag"]) or ("", "", "")
        assert before == "Later, "
        assert first_mention("Set up a laptop bag.", NAMES, ["Set up a laptop bag"]) is None

    def test_a_long_sentence_is_cut_at_words(self) -> None:
        text = "word " * 200 + "set up a laptop" + " word" * 200
        before, name, after = first_mention(text, NAMES) or ("", "", "")
        assert before.startswith("… word")
        assert after.endswith("word …")
        assert len(before + name + after) < 320


@pytest.mark.parametrize(
    "source",
    [
        "[" * 200_000,
        "[a](" * 50_000,
        "[x]((a)" * 40_000,
        "<" * 200_000,
        "<a " * 60_000,
        "`" * 200_000,
        "set up a " * 25_000,
        "set" + " " * 200_000,
        "\n>" * 100_000,
        "- " * 100_000,
        "https://a" * 25_000,
    ],
    ids=lambda source: source[:12],
)
def test_hostile_text_costs_no_more_than_its_length(source: str) -> None:
    start = time.process_time()
    linked(source)
    first_mention(source, NAMES, [source[:20]])
    assert time.process_time() - start < 3


def test_thousands_of_names_among_thousands_of_labels_cost_no_more_than_their_length() -> None:
    text = "set up a laptop bag " * 20_000
    start = time.process_time()
    assert first_mention(text, NAMES, ["set up a laptop bag", "set up a laptop"]) is None
    assert time.process_time() - start < 3


def test_a_request_is_what_the_link_says() -> None:
    result = link_first("To set up a laptop, ask.", TITLE, NAMES, "equipment") or ""
    assert drawn(result).links[0].request == LinkRequest(
        "set up a laptop", "", "equipment", "equipment/set up a laptop"
    )
