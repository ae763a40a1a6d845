"""The rounds of a proposal: each text that was put before somebody, with its comparisons.

A comparison takes a while, so it is made once, before anything is locked, and kept. Both sides
are drawn for the same eyes, the author's, so that it shows what the author changed and nothing
else. Whoever looks at it may read less than they: `parts` leaves out what is not for them.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from accounts.models import User
from processes import links
from processes.models import Origin, Proposal, Round
from processes.text import changed_words, page_diff
from processes.text.page_diff import Part
from processes.text.unlinking import SHUT

# What a remark says of where a link leads: addresses tell the names of pages.
_ADDRESS = re.compile(
    r"(?:(?<=leads to )|(?<=link to )|(?<=before to ))([^<]*?)(?=, before to |</li>)"
)
_REMARKS = re.compile(r'<ul class="d-remarks">.*?</ul>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as it is kept; `parts` is None where there was nothing to compare with."""

    parts: list[dict[str, Any]] | None
    changes: int = 0
    words_added: int = 0
    words_removed: int = 0


def compare(old_html: str | None, new_html: str) -> Compared:
    """What readers find changed between two drawn pages; without an old one, only its size.

    Takes a tenth of a second for long pages: call it before anything is locked. Raises nothing.
    """
    if old_html is None:
        return Compared(None, words_added=changed_words.words_of(new_html))
    diff = page_diff.compare(old_html, new_html)
    added, removed = changed_words.count(part.html for part in diff.parts if part.number)
    return Compared([asdict(part) for part in diff.parts], diff.changes, added, removed)


def record(
    proposal: Proposal,
    origin: Origin,
    by: User,
    at: datetime.datetime,
    *,
    compared: Compared,
    since: Compared | None = None,
    findings: list[dict[str, Any]] | None = None,
) -> Round:
    """Keeps the text of a proposal as its round `proposal.round`, and notes the size of its change
    on the proposal, which the caller saves.

    `compared` is the comparison with the base version, `since` the one with the round before,
    `findings` what the rules of writing said of it (see `house_rules.Report.as_json`).
    Raises IntegrityError if that round is kept already.
    """
    proposal.changes = compared.changes
    proposal.words_added, proposal.words_removed = compared.words_added, compared.words_removed
    return Round.objects.create(
        proposal=proposal,
        number=proposal.round,
        origin=origin,
        by=by,
        at=at,
        base_version=proposal.base_version,
        title=proposal.title,
        summary=proposal.summary,
        body=proposal.body,
        filing=proposal.filing,
        facts=proposal.facts,
        note=proposal.note,
        significance=proposal.significance,
        digest=proposal.digest,
        html=proposal.html,
        findings=findings,
        exception=proposal.exception,
        diff=compared.parts,
        diff_since=since.parts if since else None,
    )


def latest(proposal: Proposal) -> Round | None:
    """The text that was last put before somebody (one query)."""
    return proposal.rounds.order_by("-number").first()


def parts(stored: list[dict[str, Any]] | None, reader: User) -> list[Part]:
    """A kept comparison (`Round.diff` or `.diff_since`) for one reader: without links into
    departments that they may not read, and without their addresses in the remarks."""
    return [_for_reader(Part(**row), reader) for row in stored or ()]


def _for_reader(part: Part, reader: User) -> Part:
    if not reader.departments.hidden_from(reader):
        return part
    html = links.for_reader(part.html, reader)
    html = _REMARKS.sub(lambda remarks: _without_addresses(remarks[0], reader), html)
    return replace(part, html=html)


def _without_addresses(remarks: str, reader: User) -> str:
    def told(address: re.Match[str]) -> str:
        link = f'<a href="{address[0]}">'
        return address[0] if links.for_reader(link, reader) == link else SHUT

    return _ADDRESS.sub(told, remarks)
