"""A text of the wiki, asked all rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Department, User
from processes import attachments, glossary, page_templates
from processes.house_rules.linking import facts_of
from processes.house_rules.setting import settings_for
from processes.models import Article, Proposal
from processes.publishing import Content
from processes.text.source import Source
from processes.text.writing_rules import Result, Section, Setting, Text, check

Settings = dict[str, Setting]


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say of one text: those that are off say nothing."""

    results: tuple[Result, ...]

    @property
    def unmet(self) -> tuple[Result, ...]:
        """The blocking rules that it does not meet."""
        return tuple(result for result in self.results if result.blocks)

    def as_json(self) -> list[dict[str, Any]]:
        """As a round keeps it: rule, label, level and findings of each, in the order of the rules.

        A finding is message, field, start and end (code points).
        """
        return [
            {
                "rule": result.rule.key,
                "label": result.rule.label,
                "level": result.level,
                "findings": [
                    {
                        "message": finding.message,
                        "field": finding.field,
                        "start": finding.start,
                        "end": finding.end,
                    }
                    for finding in result.findings
                ],
            }
            for result in self.results
        ]


def report(
    content: Content, place: Article | Department, author: User, kind: str, topic: str = ""
) -> Report:
    """What the rules of a department say of a text, for its author's eyes.

    `place` is the article, or the department in which a page does not exist yet. Nothing is drawn.
    Five queries at most, and one more where the text names people. Raises nothing.
    """
    department = place.department if isinstance(place, Article) else place
    settings = settings_for(kind, department, author.departments)
    source = Source(content.body)
    text = Text(
        title=content.title,
        summary=content.summary,
        body=content.body,
        kind=kind,
        topic=topic,
        sections=_sections(content, author),
        links=facts_of(source, place, author),
        avoid=glossary.avoided(department, reader=author, tree=author.departments),
        picture_widths=_widths(source, place, author),
    )
    return Report(tuple(check(text, settings, source)))


def report_of(
    proposal: Proposal, content: Content | None = None, filing: Mapping[str, Any] | None = None
) -> Report:
    """What the rules say of a proposal's text, or of the one that an approver puts in its place:
    as a page of the kind that it shall be, where it is now. `filing` is what an approver takes of
    the proposal's, None for all of it."""
    article, filing = proposal.article, proposal.filing if filing is None else filing
    return report(
        content or Content.of(proposal),
        article,
        proposal.author,
        filing.get("kind", article.kind),
        filing.get("topic", article.topic),
    )


def _sections(content: Content, author: User) -> tuple[Section, ...]:
    return tuple(
        Section(section.heading, section.is_required, section.hint)
        for section in page_templates.sections_of(content.facts, author)
    )


def _widths(source: Source, place: Article | Department, author: User) -> dict[str, int]:
    """How wide each picture of the wiki is, by the address that the text has."""
    article = place if isinstance(place, Article) else None
    known = attachments.pictures_for(source.body, article, author)
    found = {picture.src: known(picture.src) for picture in source.pictures}
    return {address: picture.width for address, picture in found.items() if picture}
