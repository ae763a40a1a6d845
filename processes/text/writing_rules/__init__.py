"""The house rules of writing: a page in, what it still owes out. Pure.

A rule is one function, one row in `table.RULES` and one test.
"""

from processes.text.writing_rules.checking import check
from processes.text.writing_rules.model import (
    Field,
    Finding,
    Level,
    LinkFact,
    Page,
    Parameter,
    Result,
    Rule,
    Section,
    Setting,
    Text,
    Value,
)
from processes.text.writing_rules.parameters import BadParameter, cleaned
from processes.text.writing_rules.table import RULES, rule

__all__ = [
    "RULES",
    "BadParameter",
    "Field",
    "Finding",
    "Level",
    "LinkFact",
    "Page",
    "Parameter",
    "Result",
    "Rule",
    "Section",
    "Setting",
    "Text",
    "Value",
    "check",
    "cleaned",
    "rule",
]
