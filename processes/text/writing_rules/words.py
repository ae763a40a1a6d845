"""Rules about single words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from processes.text.writing_rules.model import Finding, Page
from processes.text.writing_rules.phrases import find_phrases

_GAP = r"(?:[^\S\n]{1,9}\n?|\n)[^\S\n]{0,9}"  # no paragraph ends in it
_QUOTES = frozenset('“"„«‘')
_BY = re.compile(r"\b(?:by|from)\s+\w", re.IGNORECASE)
_DUTY = re.compile(
    rf"\b(?:must|should|shall|has{_GAP}to|have{_GAP}to|needs?{_GAP}to)"
    rf"(?:{_GAP}(?:not|always|also|only|first|then))?{_GAP}be{_GAP}(?:\w{{1,20}}ly{_GAP})?"
    r"(?P<done>\w{1,20}ed|done|sent|made|given|taken|kept|put|written|told|paid|chosen|drawn|held"
    r"|brought|built|set|run|sold|bought|lent)\b",
    re.IGNORECASE,
)
# What something is, or what everybody should think, and nobody's task.
_NO_TASK = frozenset(
    "aligned allowed avoided based concerned considered encouraged interested interpreted involved"
    " limited located named need noted prepared qualified related respected supposed treated tried"
    " used".split()
)


def vague_words(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Words that leave open how much, when or whether."""
    for _, start, end in _used(page, parameters["words"]):
        said = _said(page, start, end)
        yield Finding(
            f"“{said}” leaves it open: say exactly what, who, when or how much.", "body", start, end
        )


def who_does_it(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """A duty names who has it."""
    prose = page.source.prose
    for match in _DUTY.finditer(prose):
        rest = re.split(r"[.;!?\n]", prose[match.end() : match.end() + 60], maxsplit=1)[0]
        if match["done"].lower() in _NO_TASK or _BY.search(rest):
            continue
        said = " ".join(match.group().split())
        message = f"“{said}” does not say who does it: name the person or the role."
        yield Finding(message, "body", *match.span())


def preferred_words(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """One word for one thing, the one of the glossary first."""
    instead = dict(_pair(entry) for entry in parameters["words"])
    instead |= {word: better for word, better in page.text.avoid.items() if word.strip()}
    for phrase, start, end in _used(page, instead):
        said, better = _said(page, start, end), instead[phrase]
        message = f"Write “{better}” instead of “{said}”." if better else f"Do not write “{said}”."
        yield Finding(message, "body", start, end)


def _pair(entry: str) -> tuple[str, str]:
    word, _, better = entry.partition("=")
    return word.strip(), better.strip()


def _used(page: Page, phrases: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Places where a phrase is used; in quotation marks it is only spoken of."""
    prose = page.source.prose
    found = find_phrases(prose, phrases)
    return (place for place in found if prose[max(0, place[1] - 1) : place[1]] not in _QUOTES)


def _said(page: Page, start: int, end: int) -> str:
    return " ".join(page.source.body[start:end].split())
