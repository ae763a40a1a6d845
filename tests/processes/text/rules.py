"""Asking one rule about one text."""

from typing import Any

from processes.text.writing_rules import RULES, Finding, Setting, Text, check, rule


def findings(key: str, text: Text, **parameters: Any) -> tuple[Finding, ...]:
    settings = {one.key: Setting("off") for one in RULES}
    [result] = check(text, settings | {key: Setting("advice", parameters)})
    assert result.rule is rule(key)
    return result.findings


def said(key: str, body: str = "", /, title: str = "", **facts: Any) -> list[tuple[str, str]]:
    """The message and the place of each finding; `parameters` go to the rule."""
    parameters = facts.pop("parameters", {})
    text = Text(title or "A title", facts.pop("summary", ""), body, **facts)
    fields = {"title": text.title, "summary": text.summary, "body": text.body}
    found = findings(key, text, **parameters)
    return [(one.message, fields[one.field][one.start : one.end]) for one in found]


def places(*given: Any, **facts: Any) -> list[str]:
    return [place for _, place in said(*given, **facts)]
