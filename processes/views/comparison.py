"""What a proposal changes, ready to be shown. Nothing is compared here that was compared before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from processes import history, proposed_filing, rounds
from processes.models import Proposal, Round
from processes.text.diffing import Diff, diff
from processes.text.page_diff.folding import Stretch, fold

Text = tuple[str, str, str]  # title, summary, body
Field = dict[str, str]  # label, old, new
Stored = list[dict[str, Any]]  # see processes.rounds
LABELS = ("Title", "Summary")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Changed fields, and the text as readers will find it changed.

    Where no such comparison is kept (of a draft, and of what was submitted long ago), `source`
    compares the lines of the text instead.
    """

    fields: list[Field] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    source: Diff | None = None
    changes: int = 0
    prefix: str = "change"

    @property
    def is_of_text(self) -> bool:
        """Whether readers will find other words, and not only the page in another place."""
        in_source = self.source is not None and not self.source.is_empty
        return bool(self.changes) or in_source or any(f["label"] in LABELS for f in self.fields)


def of_proposal(user: User, proposal: Proposal, latest: Round | None) -> Comparison:
    """The change as it stands now: the text that was put before somebody, or the draft."""
    old = base_text(proposal)
    new: Text = (proposal.title, proposal.summary, proposal.body)
    fields = changed_fields(old[:2], new[:2]) + proposed_filing.described(proposal, user)
    stored = latest.diff if latest is not None and _is_of(latest, proposal) else None
    return _shown(user, stored, fields, old[2], new[2])


def of_round(user: User, shown: Round) -> Comparison:
    """A round against the version that it is a change to."""
    old = version_text(shown.proposal, shown.base_version)
    return _of_round(user, shown, old, shown.diff, "change")


def since_round(user: User, shown: Round, before: Round) -> Comparison:
    """A round against the one before it."""
    old = (before.title, before.summary, before.body)
    return _of_round(user, shown, old, shown.diff_since, "since")


def base_text(proposal: Proposal) -> Text:
    """Title, summary and text that the proposal was made from (empty for a new page)."""
    return version_text(proposal, proposal.base_version)


def version_text(proposal: Proposal, number: int) -> Text:
    """Title, summary and text of a version of its page, empty where it is none (three queries,
    none for the live one)."""
    article = proposal.article
    if number == article.version and number:
        return article.title, article.summary, article.body
    found = history.read(article, number).get(number) if number else None
    return (found.title, found.summary, found.body) if found else ("", "", "")


def changed_fields(old: tuple[str, str], new: tuple[str, str]) -> list[Field]:
    """Title and summary where they differ, as label, old and new."""
    return [
        {"label": label, "old": was, "new": becomes}
        for label, was, becomes in zip(LABELS, old, new, strict=True)
        if was != becomes
    ]


def _of_round(
    user: User, shown: Round, old: Text, stored: Stored | None, prefix: str
) -> Comparison:
    fields = changed_fields(old[:2], (shown.title, shown.summary))
    return _shown(user, stored, fields, old[2], shown.body, prefix)


def _shown(
    user: User,
    stored: Stored | None,
    fields: list[Field],
    old: str,
    new: str,
    prefix: str = "change",
) -> Comparison:
    """The kept comparison; where it marks nothing although another text was typed (another way of
    numbering, another language of some code), the lines of the source."""
    kept = _kept(user, stored, fields, prefix) if stored is not None else None
    if kept is None or not (kept.changes or old == new):
        return Comparison(fields, source=diff(old, new))
    return kept


def _kept(user: User, stored: Stored, fields: list[Field], prefix: str = "change") -> Comparison:
    parts = rounds.parts(stored, user)
    changes = sum(part.kind == "change" for part in parts)
    return Comparison(fields, fold(parts, prefix), changes=changes, prefix=prefix)


def _is_of(latest: Round, proposal: Proposal) -> bool:
    """Whether the last round is the proposal's present text, against the same version."""
    return latest.base_version == proposal.base_version and (
        (latest.title, latest.summary, latest.body)
        == (proposal.title, proposal.summary, proposal.body)
    )
