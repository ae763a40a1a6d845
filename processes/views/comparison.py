"""What a proposal changes, ready to be shown. Nothing is compared here that was compared before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import User
from processes import facts, history, proposed_filing, rounds
from processes.history import OldVersion
from processes.models import Proposal, Round
from processes.publishing import Content, Written
from processes.text.diffing import Diff, diff
from processes.text.page_diff.folding import Stretch, fold

Field = dict[str, str]  # label, old, new
Stored = list[dict[str, Any]]  # see processes.rounds
LABELS = {"title": "Title", "summary": "Summary"}
# What becomes a new version; where a page belongs does not.
OF_THE_TEXT = {*LABELS.values(), *facts.LABELS.values()}
NOTHING = Content("", "", "", {})


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
    words_added: int = 0
    words_removed: int = 0
    # Too much to compare as readers see it, so `source` does.
    is_too_long: bool = False

    @property
    def is_of_text(self) -> bool:
        """Whether readers will find other words or facts, and not only the page elsewhere."""
        in_source = self.source is not None and not self.source.is_empty
        told = any(field["label"] in OF_THE_TEXT for field in self.fields)
        return bool(self.changes) or in_source or told


def of_proposal(user: User, proposal: Proposal, latest: Round | None) -> Comparison:
    """The change as it stands now: the text that was put before somebody, or the draft."""
    old = base_text(proposal)
    fields = changed_fields(old, proposal, user) + proposed_filing.described(proposal, user)
    stored = latest.diff if latest is not None and _is_of(latest, proposal) else None
    return _shown(user, stored, fields, old.body, proposal.body)


def of_round(user: User, shown: Round) -> Comparison:
    """A round against the version that it is a change to."""
    old = version_text(shown.proposal, shown.base_version)
    fields = changed_fields(old, shown, user)
    return _shown(user, shown.diff, fields, old.body, shown.body)


def since_round(user: User, shown: Round, before: Round) -> Comparison:
    """A round against the one before it."""
    fields = changed_fields(before, shown, user)
    return _shown(user, shown.diff_since, fields, before.body, shown.body, "since")


def of_versions(
    user: User, old: OldVersion | None, new: OldVersion, *, in_source: bool
) -> Comparison:
    """Two versions of a page, as readers found them or line by line; without an old one, all is
    new."""
    before = old or NOTHING
    fields = changed_fields(before, new, user)
    compared = None if in_source else history.compare(old, new)
    if compared is None:
        source = diff(before.body, new.body)
        return Comparison(fields, source=source, is_too_long=not in_source)
    shown = _shown(user, compared.parts, fields, before.body, new.body)
    return replace(shown, words_added=compared.added, words_removed=compared.removed)


def base_text(proposal: Proposal) -> Content:
    """What the proposal was made from (nothing for a new page)."""
    return version_text(proposal, proposal.base_version)


def version_text(proposal: Proposal, number: int) -> Content:
    """What a version of its page says, NOTHING where it is none (three queries, none for the live
    one)."""
    article = proposal.article
    if number == article.version and number:
        return Content.of(article)
    found = history.read(article, number).get(number) if number else None
    return Content.of(found) if found else NOTHING


def changed_fields(old: Written, new: Written, user: User) -> list[Field]:
    """Title, summary and facts where they differ, as label, old and new, for this reader (at most
    one query, for facts that name somebody)."""
    fields = [
        {"label": label, "old": getattr(old, name), "new": getattr(new, name)}
        for name, label in LABELS.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return fields + facts.differences(old.facts, new.facts, user)


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
    same_base = latest.base_version == proposal.base_version
    return same_base and Content.of(latest) == Content.of(proposal)
