"""What a page said before, version by version, and what was decided on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from accounts.models import User
from exporting.archive import Archive
from exporting.markdown.bodies import body_of
from exporting.markdown.pages import written
from exporting.markdown.told import facts_of, moment, without_empty
from exporting.planning import Plan
from exporting.seeing import Seeing
from importing.imprimatur import format as names
from processes import decision_log, history
from processes.facts import Names
from processes.history import OldVersion
from processes.models import Article, Decision

_AT_ONCE = 50


def write(archive: Archive, article: Article, plan: Plan) -> None:
    """The caller fetched the article through `visible_to`; the log has a rule of its own."""
    folder = f"{names.HISTORY_FOLDER}/{plan.pages[article.pk].path}"
    seeing, brought = plan.seeing, {}
    lines = []
    for decision in decision_log.of(article, seeing.user).order_by("at", "pk"):
        lines.append(json.dumps(_decision(decision, seeing), ensure_ascii=False) + "\n")
        if decision.version and decision.action in ("approved", "imported"):
            brought[decision.version] = decision
    archive.add_text(f"{folder}/{names.DECISIONS}", "".join(lines))
    for version, people in _versions(article):
        path = f"{folder}/{version.number:04}.md"
        body, pairs = body_of(version.body, article, path, plan)
        author = people.get(version.author_id or 0)
        values = _version(version, brought.get(version.number), author, seeing)
        archive.add_text(path, written(values, version.title, body, pairs))


def _versions(article: Article) -> Iterator[tuple[OldVersion, dict[int, User]]]:
    """Each with the authors of those around it."""
    for first in range(1, article.version + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, article.version + 1))
        found = history.read(article, *numbers).values()
        people = User.objects.in_bulk({one.author_id for one in found if one.author_id})
        yield from ((version, people) for version in found)


def _version(
    version: OldVersion, line: Decision | None, author: User | None, seeing: Seeing
) -> dict[str, Any]:
    return {
        "version": version.number,
        "title": version.title,
        "summary": version.summary,
        "facts": facts_of(version.facts, seeing, Names.of(seeing.user, version.facts)),
        "at": moment(line.at) if line else None,
        "author": seeing.person(author),
        "approved_by": seeing.person(line.by) if line and line.action == "approved" else None,
        "significance": line.significance if line else "",
        "note": line.note if line else "",
    }


def _decision(line: Decision, seeing: Seeing) -> dict[str, Any]:
    proposal = line.proposal
    return without_empty(
        {
            "action": line.action,
            "at": moment(line.at),
            "by": seeing.person(line.by),
            "on_behalf_of": seeing.person(line.on_behalf_of),
            "author": seeing.person(proposal.author) if proposal else None,
            "version": line.version,
            "round": line.round,
            "manner": line.manner,
            "significance": line.significance,
            "note": line.note,
            "comment": line.said,  # type: ignore[attr-defined]
            "override": line.override,
            "digest": line.digest,
        }
    )
