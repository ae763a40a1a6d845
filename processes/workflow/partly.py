"""What an approver takes of a proposal, leaving the rest to its author."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import house_rules
from processes.merging import changes_text
from processes.models import Article, Manner, Proposal
from processes.publishing import Content
from processes.text import choosing
from processes.workflow.comparing import refetched
from processes.workflow.correcting import only_complete
from processes.workflow.deciding import lock_for_decision
from processes.workflow.going_live import Taken, go_live, only_in_use
from processes.workflow.guards import (
    drawn_or_refused,
    only_decider,
    only_now,
    only_on_live_base,
    only_what_was_read,
)
from processes.workflow.refusals import Incomplete
from processes.workflow.ruling import only_overruled

# What can be taken or left as a whole.
WHOLE = ("title", "summary", "facts")


@drawn_or_refused()
def approve_part(
    proposal: Proposal,
    by: User,
    *,
    numbers: Collection[int],
    fields: Collection[str],
    digest: str,
    base_version: int,
    round: int | None = None,
    significance: str = "",
    comment: str = "",
    override: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Publishes some of the changes, returns the proposal with what is left, and returns the
    number of the live version.

    `numbers` are those of `choosing.changes` from the base text to the proposed one, `fields` what
    is taken beside the text: title, summary, facts, and the names in `Proposal.filing`. The
    proposal keeps its text, and its base is the new version, so that what was not taken is its
    difference. With everything chosen it is a plain approval. Raises what `approve` raises (the
    rules of writing are asked of what would be live), and Incomplete where nothing is chosen, where
    there is no such change, or without a comment.
    """
    read = {"digest": digest, "base_version": base_version, "round_number": round}
    fresh = refetched(proposal)
    only_decider(fresh, by)
    only_now(fresh, "approve_part")
    chosen = _chosen(fresh.article, fresh, numbers, fields, **read)
    if chosen.left and not comment.strip():
        raise Incomplete("Tell the author why you take only a part.")
    if chosen.content:
        report = house_rules.report_of(fresh, chosen.content, chosen.filing)
        override = only_overruled(len(report.unmet), override, report)
    with transaction.atomic():
        article, proposal = lock_for_decision(proposal, by, "approve_part")
        chosen = _chosen(article, proposal, numbers, fields, **read)
        proposal.significance = significance or proposal.significance
        word = {"comment": comment, "override": override if chosen.content else ""}
        return go_live(article, proposal, by, chosen.taken, **word, at=at or timezone.now())


@dataclass(frozen=True, slots=True)
class _Choice:
    """What goes live (`content` is None where the text stays) and what is left to the author."""

    content: Content | None
    filing: dict[str, object]
    left: bool
    filing_left: dict[str, object]

    @property
    def taken(self) -> Taken:
        if not self.left:
            return Taken(self.content, self.filing)
        return Taken(self.content, self.filing, Manner.PART, self.filing_left)


def _chosen(
    article: Article,
    proposal: Proposal,
    numbers: Collection[int],
    fields: Collection[str],
    *,
    digest: str,
    base_version: int,
    round_number: int | None,
) -> _Choice:
    """The choice, if the page and the proposal are as they were read."""
    only_in_use(article)
    only_what_was_read(proposal, digest, base_version, round_number)
    has_text = changes_text(proposal)
    if has_text:
        only_on_live_base(article, proposal)
    return _choice(article if has_text else proposal, article, proposal, numbers, fields)


def _choice(
    base: Article | Proposal,
    article: Article,
    proposal: Proposal,
    numbers: Collection[int],
    fields: Collection[str],
) -> _Choice:
    """`base` holds the text that it is a change to: its own, where it changes none."""
    offered = {name for name in WHOLE if getattr(base, name) != getattr(proposal, name)}
    offered |= proposal.filing.keys()
    known = {change.number for change in choosing.changes(base.body, proposal.body)}
    chosen, fields = set(numbers), set(fields) & (offered | set(WHOLE))
    if chosen - known:
        raise Incomplete(f"There is no change {min(chosen - known)} in this proposal.")
    if not (chosen or fields & offered):
        raise Incomplete("Choose at least one change, or return the proposal.")
    content = Content(
        **{name: getattr(proposal if name in fields else base, name) for name in WHOLE},
        body=choosing.take(base.body, proposal.body, chosen),
    )
    only_complete(content)
    stays = content == Content.of(base)
    return _Choice(
        None if stays and article.is_published else content,
        {name: value for name, value in proposal.filing.items() if name in fields},
        chosen != known or not offered <= fields,
        {name: value for name, value in proposal.filing.items() if name not in fields},
    )
