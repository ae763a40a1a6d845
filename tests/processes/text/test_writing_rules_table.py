"""The table of rules: what may be set, and that the docs list it."""

import re
from pathlib import Path

import pytest

from processes.text.writing_rules import RULES, BadParameter, cleaned, rule

DOCS = Path(__file__).resolve().parents[3] / "docs" / "writing-rules.md"


def test_parameters_are_checked_before_they_are_kept() -> None:
    title, words = rule("title"), rule("vague_words")
    language, secrets = rule("house_language"), rule("secrets")
    assert title
    assert words
    assert language
    assert secrets
    assert cleaned(title, {"longest": 60}) == {"longest": 60}
    assert cleaned(title, {"longest": 70}) == {}
    assert cleaned(secrets, {"allowed": [" a  b ", "", "a b"]}) == {"allowed": ["a b"]}
    assert cleaned(language, {"language": "de"}) == {"language": "de"}
    for one, bad in (
        (title, {"longest": "60"}),
        (title, {"longest": True}),
        (title, {"longest": 500}),
        (title, {"other": 1}),
        (words, {"words": "soon"}),
        (words, {"words": [1]}),
        (words, {"words": ["a" * 101]}),
        (language, {"language": "zz"}),
    ):
        with pytest.raises(BadParameter) as refused:
            cleaned(one, bad)
        assert refused.value.name == next(iter(bad))


def test_the_rules_are_listed_in_the_docs_in_their_order_and_as_strict_as_they_come() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\w+) \|[^|]*\|$", DOCS.read_text("utf-8"), re.M)
    assert rows == [(one.key, one.level) for one in RULES]
    for one in RULES:
        assert one.label[0].isupper()
        assert not one.label.endswith(".")
        assert one.why.endswith(".")
        assert one.defaults == cleaned(one, one.defaults) | one.defaults
