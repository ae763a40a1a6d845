"""Runs the rules over a page."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from processes.text.source import Source
from processes.text.writing_rules.model import Page, Result, Setting, Text
from processes.text.writing_rules.table import RULES

# More of the same says nothing new, and a page of mistakes must not become a page of findings.
MOST_FINDINGS = 50
_ENOUGH = 1000  # of a text made to hurt, not all need be found


def check(
    text: Text, settings: Mapping[str, Setting] | None = None, source: Source | None = None
) -> list[Result]:
    """What each rule says, in the order of the table; rules that are off say nothing.

    `settings` are by the key of the rule; a rule without one is as strict as it comes. `source` is
    the body taken apart, where somebody has done it already. Findings are in the order of the
    text, `MOST_FINDINGS` of a rule at most. Takes time in proportion to the length of the text,
    whatever it holds. Raises nothing.
    """
    page = Page(text, source or Source(text.body))
    results = []
    for rule in RULES:
        setting = (settings or {}).get(rule.key) or Setting(rule.level)
        if setting.level == "off":
            continue
        found = islice(rule.check(page, rule.defaults | dict(setting.parameters)), _ENOUGH)
        in_order = sorted(found, key=lambda one: (one.field != "title", one.field, one.start))
        results.append(Result(rule, setting.level, tuple(in_order[:MOST_FINDINGS])))
    return results
