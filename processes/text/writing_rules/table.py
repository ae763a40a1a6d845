"""The table of rules. A new one is a function, a row here and a test.

`docs/writing-rules.md` lists the same; a test compares the two.
"""

from __future__ import annotations

from processes.text.languages import LANGUAGES
from processes.text.writing_rules import (
    language,
    lengths,
    links,
    personal,
    pictures,
    secrets,
    structure,
    titles,
    words,
)
from processes.text.writing_rules.defaults import SAY_NOTHING, VAGUE
from processes.text.writing_rules.model import Parameter, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        key="title",
        label="The title says what the page is about",
        why="People choose among titles in lists and search results, and link by them.",
        level="advice",
        check=titles.title,
        parameters={"longest": Parameter("Most characters", 70, smallest=20, largest=120)},
    ),
    Rule(
        key="summary_length",
        label="A summary in a sentence or two",
        why="Lists and search results show it, so that nobody opens the wrong page.",
        level="advice",
        check=titles.summary_length,
        parameters={
            "shortest": Parameter("Fewest characters", 30, largest=200),
            "longest": Parameter("Most characters", 200, smallest=40, largest=300),
        },
    ),
    Rule(
        key="required_sections",
        label="The sections that such a page needs",
        why="Readers know where to look, and nobody forgets the part that is tedious to write.",
        level="blocking",
        check=structure.required_sections,
    ),
    Rule(
        key="empty_headings",
        label="Something under every heading",
        why="A heading without a text makes readers wonder what they are missing.",
        level="blocking",
        check=structure.empty_headings,
    ),
    Rule(
        key="heading_order",
        label="Headings in order, no level left out",
        why="The list of contents and screen readers make an outline of them.",
        level="advice",
        check=structure.heading_order,
    ),
    Rule(
        key="numbered_steps",
        label="Steps that are numbered",
        why="Who is interrupted finds the place again, and can say at which step it went wrong.",
        level="advice",
        check=structure.numbered_steps,
        parameters={
            "sections": Parameter("Sections that hold steps", ["Steps"], "One heading a line.")
        },
    ),
    Rule(
        key="alt_text",
        label="Words for every picture",
        why="They are read to those who cannot see it, searched, and shown when it does not load.",
        level="blocking",
        check=pictures.alt_text,
    ),
    Rule(
        key="picture_width",
        label="Pictures cropped to what the text is about",
        why="A whole screen shrunk into a column shows nothing that can be read.",
        level="advice",
        check=pictures.picture_width,
        parameters={
            "times": Parameter(
                "How many times wider than shown", 3, "A sharp screen needs 2.", largest=10
            )
        },
    ),
    Rule(
        key="ambiguous_links",
        label="Links that lead to one page only",
        why="Where several pages have the title, readers would land on the wrong one or nowhere.",
        level="blocking",
        check=links.ambiguous_links,
    ),
    Rule(
        key="broken_links",
        label="Links that lead somewhere",
        why="One dead link, and readers stop trusting the others.",
        level="advice",
        check=links.broken_links,
    ),
    Rule(
        key="link_to_another",
        label="A link to another page",
        why="Readers find their way on, and the other page shows that this one exists.",
        level="advice",
        check=links.link_to_another,
    ),
    Rule(
        key="link_words",
        label="Links that say where they lead",
        why="“Click here” means nothing in a list of links, which is how screen readers show them.",
        level="advice",
        check=links.link_words,
        parameters={"words": Parameter("Words that say nothing", SAY_NOTHING, "One link a line.")},
    ),
    Rule(
        key="paragraph_length",
        label="Paragraphs of one thought",
        why="A wall of text is skipped, the important half with it.",
        level="advice",
        check=lengths.paragraph_length,
        parameters={"words": Parameter("Most words", 120, smallest=20, largest=1000)},
    ),
    Rule(
        key="sentence_length",
        label="Sentences understood at once",
        why="Many lose a sentence of more than 30 words, and more in a second language.",
        level="advice",
        check=lengths.sentence_length,
        parameters={"words": Parameter("Most words", 40, smallest=10, largest=200)},
    ),
    Rule(
        key="vague_words",
        label="No words that leave it open",
        why="“As soon as possible” is a different day for each who reads it.",
        level="advice",
        check=words.vague_words,
        parameters={"words": Parameter("Vague words", VAGUE, "One word or phrase a line.")},
    ),
    Rule(
        key="who_does_it",
        label="It says who does it",
        why="What “must be checked” is checked by nobody.",
        level="advice",
        check=words.who_does_it,
    ),
    Rule(
        key="preferred_words",
        label="The words of this house",
        why="One word for one thing: newcomers learn it once, and the search finds it.",
        level="advice",
        check=words.preferred_words,
        parameters={
            "words": Parameter(
                "Words beside those of the glossary",
                [],
                "One a line: the word to avoid, =, the word to use.",
            )
        },
    ),
    Rule(
        key="house_language",
        label="In the language of this house",
        why="A page that half of the company cannot read is asked about instead.",
        level="advice",
        check=language.house_language,
        parameters={
            "language": Parameter("Language", "en", choices=tuple(sorted(LANGUAGES.items())))
        },
    ),
    Rule(
        key="secrets",
        label="No passwords, keys or account numbers",
        why="Whoever can read the page, today or in its history, could use them.",
        level="blocking",
        check=secrets.secrets,
        parameters={"allowed": Parameter("May stand there", [], "One a line: our own account.")},
    ),
    Rule(
        key="personal_data",
        label="No personal data",
        why="Private numbers and addresses belong where only those look who must.",
        level="off",
        check=personal.personal_data,
        parameters={"allowed": Parameter("May stand there", [], "One a line: a hotline.")},
    ),
)

_BY_KEY = {rule.key: rule for rule in RULES}


def rule(key: str) -> Rule | None:
    """The rule of this key; None where there is none (any more)."""
    return _BY_KEY.get(key)
