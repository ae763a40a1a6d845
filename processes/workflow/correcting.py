"""What an approver publishes otherwise than as proposed: with corrections, or in part."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.models.tree import load_tree
from processes import attachments, composing, rounds
from processes.merging import changes_text
from processes.models import Article, Manner, Origin, Proposal
from processes.publishing import Content
from processes.text import choosing
from processes.workflow.comparing import base_html, refetched
from processes.workflow.deciding import approve, lock_for_decision
from processes.workflow.going_live import Taken, content_of, go_live, only_in_use
from processes.workflow.guards import (
    drawn_or_refused,
    only_decider,
    only_now,
    only_on_live_base,
    only_what_was_read,
)
from processes.workflow.refusals import Incomplete, NotAllowed

# What a correction sets on the proposal beside its state.
CORRECTED = (
    *("title", "summary", "body", "facts", "html", "round"),
    *("changes", "words_added", "words_removed"),
)
# What can be taken or left as a whole.
WHOLE = ("title", "summary", "facts")


@drawn_or_refused()
def approve_corrected(
    proposal: Proposal,
    by: User,
    content: Content,
    *,
    digest: str,
    base_version: int,
    round: int | None = None,
    significance: str = "",
    comment: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Publishes the approver's text in place of the author's, and returns the live version.

    The corrected text is a round of its own, after the author's; both are credited. Without any
    correction it is a plain approval. Raises what `approve` raises, Incomplete without a title or
    a text, NotAllowed where four eyes are asked for: there nobody publishes words of their own.
    """
    fresh = refetched(proposal)
    content = content.with_facts_of(fresh)
    if content == content_of(fresh):
        return approve(
            proposal,
            by,
            digest=digest,
            base_version=base_version,
            round=round,
            significance=significance,
            comment=comment,
            at=at,
        )
    only_decider(fresh, by)
    only_now(fresh, "approve_corrected")
    only_in_use(fresh.article)
    only_what_was_read(fresh, digest, base_version, round)
    only_on_live_base(fresh.article, fresh)
    _only_without_four_eyes(fresh.article)
    _only_complete(content)
    # Drawn for the author's eyes, as the rounds before, so that only what was corrected differs.
    drawn = composing.preview(content.body, fresh.article, fresh.author)
    compared = rounds.compare(base_html(fresh.article, fresh.author), drawn.html)
    since = rounds.compare(fresh.html, drawn.html)
    with transaction.atomic():
        article, proposal = lock_for_decision(proposal, by, "approve_corrected")
        only_in_use(article)
        only_what_was_read(proposal, digest, base_version, round)
        only_on_live_base(article, proposal)
        _only_without_four_eyes(article)
        at = at or timezone.now()
        proposal.significance = significance or proposal.significance
        _put_in(proposal, content, drawn.html)
        attachments.record_proposal(proposal, drawn, by)
        rounds.record(proposal, Origin.CORRECTED, by, at, compared=compared, since=since)
        taken = Taken(content, proposal.filing, Manner.CORRECTED)
        return go_live(article, proposal, by, taken, comment=comment, at=at, changed=CORRECTED)


@drawn_or_refused()
@transaction.atomic
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
    at: datetime.datetime | None = None,
) -> int:
    """Publishes some of the changes, returns the proposal with what is left, and returns the
    number of the live version.

    `numbers` are those of `choosing.changes` from the base text to the proposed one, `fields` what
    is taken beside the text: title, summary, facts, and the names in `Proposal.filing`. The
    proposal keeps its text, and its base is the new version, so that what was not taken is its
    difference. With everything chosen it is a plain approval. Raises what `approve` raises, and
    Incomplete where nothing is chosen, where there is no such change, or without a comment.
    """
    article, proposal = lock_for_decision(proposal, by, "approve_part")
    only_in_use(article)
    only_what_was_read(proposal, digest, base_version, round)
    has_text = changes_text(proposal)
    if has_text:
        only_on_live_base(article, proposal)
    at = at or timezone.now()
    proposal.significance = significance or proposal.significance
    choice = _choice(article if has_text else proposal, article, proposal, numbers, fields)
    if not choice.left:
        whole = Taken(choice.content, proposal.filing)
        return go_live(article, proposal, by, whole, comment=comment, at=at)
    if not comment.strip():
        raise Incomplete("Tell the author why you take only a part.")
    taken = Taken(choice.content, choice.filing, Manner.PART, choice.filing_left)
    return go_live(article, proposal, by, taken, comment=comment, at=at)


def _only_without_four_eyes(article: Article) -> None:
    if load_tree().four_eyes(article.department_id):
        raise NotAllowed(
            "Four eyes are asked for here, so nobody publishes words of their own: return the"
            " proposal to its author and say what you would change."
        )


def _only_complete(content: Content) -> None:
    if not (content.title.strip() and content.body.strip()):
        raise Incomplete("A page needs a title and a text.")


def _put_in(proposal: Proposal, content: Content, html: str) -> None:
    proposal.title, proposal.summary, proposal.body = content.title, content.summary, content.body
    proposal.facts = content.facts or {}
    proposal.html = html
    proposal.round += 1


@dataclass(frozen=True, slots=True)
class _Choice:
    """What goes live (`content` is None where the text stays) and what is left to the author."""

    content: Content | None
    filing: dict[str, object]
    left: bool
    filing_left: dict[str, object]


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
    _only_complete(content)
    stays = content == Content.of(base)
    return _Choice(
        None if stays and article.is_published else content,
        {name: value for name, value in proposal.filing.items() if name in fields},
        chosen != known or not offered <= fields,
        {name: value for name, value in proposal.filing.items() if name not in fields},
    )
