"""A proposal made from an older version, put together with the live one. Nothing here is saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from processes import history, permissions
from processes.models import Proposal
from processes.models.round import Origin
from processes.publishing import Content
from processes.text.merging import Merge, merge, merge_whole

# A form with more questions than that is refused before anybody reads it, and nobody would answer
# them: whose text it shall be is asked once then.
MOST_CONFLICTS = 200


@dataclass(frozen=True, slots=True)
class FactsMerge:
    """The facts that agree, and those that both changed otherwise: live and mine, by name."""

    agreed: dict[str, Any]
    clashes: dict[str, tuple[Any, Any]]

    def resolved(self, live: Collection[str] = ()) -> dict[str, Any]:
        """All facts: of the clashing ones the live value where named, else mine."""
        chosen = {name: pair[name not in live] for name, pair in self.clashes.items()}
        return {name: value for name, value in (self.agreed | chosen).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Merged:
    """Both texts in one. `content` is a change to `version`, which was live when this was made."""

    content: Content
    version: int


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Both changed the same places: of title, summary, body and facts, at least one clashes."""

    title: Merge
    summary: Merge
    body: Merge
    version: int
    facts: FactsMerge

    @property
    def fields(self) -> tuple[Merge, Merge, Merge]:
        return self.title, self.summary, self.body

    def resolved(
        self,
        title: Sequence[str],
        summary: Sequence[str],
        body: Sequence[str],
        live_facts: Collection[str] = (),
    ) -> Merged:
        """The text with what was chosen for each conflict, in order (see `Merge.resolved`).

        Of the facts that clash, `live_facts` names those that stay as they are live.
        """
        content = Content(
            self.title.resolved(title),
            self.summary.resolved(summary),
            self.body.resolved(body).strip("\n"),
            self.facts.resolved(live_facts),
        )
        return Merged(content, self.version)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a proposal's page says about versions that were published since it was written.

    `is_merged` tells that the text shown was put together with version `live`, and nothing
    clashed. Otherwise it still is a change to version `base`: its author may go on from there
    (`may_edit`), or whoever looks at it may have it put together now (`may_catch_up`).
    """

    base: int
    live: int
    is_merged: bool
    may_edit: bool
    may_catch_up: bool


def suggestion(proposal: Proposal) -> Merged | Conflicts:
    """The proposal's text together with what was published since.

    Where nothing was, or nothing clashes, it is one text. Reads the base version; no locks.
    """
    article = proposal.article
    live = Content.of(article)
    mine = Content.of(proposal)
    base = _version(proposal)
    conflicts = Conflicts(
        merge_whole(base.title, live.title, mine.title),
        merge_whole(base.summary, live.summary, mine.summary),
        _merge_bodies(base.body, live.body, mine.body),
        article.version,
        merge_facts(base.facts or {}, live.facts or {}, mine.facts or {}),
    )
    if conflicts.facts.clashes or any(field.conflicts for field in conflicts.fields):
        return conflicts
    return conflicts.resolved((), (), ())


def merge_facts(
    base: Mapping[str, Any], live: Mapping[str, Any], mine: Mapping[str, Any]
) -> FactsMerge:
    """What two people changed of the facts since `base`, each fact as a whole."""
    agreed: dict[str, Any] = {}
    clashes: dict[str, tuple[Any, Any]] = {}
    for name in sorted({*base, *live, *mine}):
        was, theirs, own = (facts.get(name) for facts in (base, live, mine))
        if theirs == own or own == was:
            agreed[name] = theirs
        elif theirs == was:
            agreed[name] = own
        else:
            clashes[name] = (theirs, own)
    return FactsMerge({name: value for name, value in agreed.items() if value is not None}, clashes)


def changes_text(proposal: Proposal) -> bool:
    """Whether it proposes a text, or only to file the page differently: then its text is that of
    the live page, or of the version that it was made from, and newer ones do not concern it."""
    article = proposal.article
    if not (proposal.filing and article.is_published):
        return True
    mine = Content.of(proposal)
    live = Content.of(article)
    return mine != live and mine != _version(proposal)


def moved(user: User, proposal: Proposal) -> Moved | None:
    """What its page says to this person about newer versions; None where there is nothing to say.

    No comparison is made here.
    """
    mine = proposal.author_id == user.pk
    if proposal.is_open and proposal.article.version != proposal.base_version:
        if not changes_text(proposal):
            return None
        may_catch_up = proposal.is_pending and (mine or permissions.decides(user, proposal))
        return _moved(proposal, may_edit=mine and proposal.is_editable, may_catch_up=may_catch_up)
    if proposal.is_pending and _was_merged(proposal):
        return _moved(proposal, is_merged=True)
    return None


def _version(proposal: Proposal) -> Content:
    """The version it was made from; empty for a page that was not there yet."""
    number = proposal.base_version
    if number == proposal.article.version:
        return Content.of(proposal.article)
    version = history.read(proposal.article, number).get(number)
    return Content.of(version) if version else Content("", "", "", {})


def _merge_bodies(*bodies: str) -> Merge:
    """Texts are kept without a line end at their very end. With one, a last line that got a
    neighbour is still the same line."""
    base, live, mine = (f"{body}\n" if body else "" for body in bodies)
    merged = merge(base, live, mine)
    many = len(merged.conflicts) > MOST_CONFLICTS
    return merge_whole(base, live, mine) if many else merged


def _was_merged(proposal: Proposal) -> bool:
    last = proposal.rounds.filter(number=proposal.round).values_list("origin", flat=True)
    return list(last) == [Origin.MERGED]


def _moved(
    proposal: Proposal,
    *,
    is_merged: bool = False,
    may_edit: bool = False,
    may_catch_up: bool = False,
) -> Moved:
    live = proposal.article.version
    return Moved(proposal.base_version, live, is_merged, may_edit, may_catch_up)
