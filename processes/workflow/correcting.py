"""What an approver publishes with corrections of their own."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.models.tree import load_tree
from processes import attachments, composing, house_rules, rounds
from processes.models import Article, Manner, Origin, Proposal
from processes.publishing import Content
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
from processes.workflow.ruling import RULED, findings_of, note, only_overruled

# What a correction sets on the proposal beside its state.
CORRECTED = (
    *("title", "summary", "body", "facts", "html", "round"),
    *("changes", "words_added", "words_removed"),
    *RULED,
)


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
    override: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Publishes the approver's text in place of the author's, and returns the live version.

    The corrected text is a round of its own, after the author's; both are credited, and the rules
    of writing are asked anew. Without any correction it is a plain approval. Raises what `approve`
    raises, Incomplete without a title or a text, NotAllowed where four eyes are asked for: there
    nobody publishes words of their own.
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
            override=override,
            at=at,
        )
    only_decider(fresh, by)
    only_now(fresh, "approve_corrected")
    only_in_use(fresh.article)
    only_what_was_read(fresh, digest, base_version, round)
    only_on_live_base(fresh.article, fresh)
    _only_without_four_eyes(fresh.article)
    only_complete(content)
    report = house_rules.report_of(fresh, content)
    override = only_overruled(len(report.unmet), override, report)
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
        note(proposal, report)
        attachments.record_proposal(proposal, drawn, by)
        kept = {"compared": compared, "since": since, "findings": findings_of(report)}
        rounds.record(proposal, Origin.CORRECTED, by, at, **kept)
        taken = Taken(content, proposal.filing, Manner.CORRECTED)
        word = {"comment": comment, "override": override}
        return go_live(article, proposal, by, taken, **word, at=at, changed=CORRECTED)


def _only_without_four_eyes(article: Article) -> None:
    if load_tree().four_eyes(article.department_id):
        raise NotAllowed(
            "Four eyes are asked for here, so nobody publishes words of their own: return the"
            " proposal to its author and say what you would change."
        )


def only_complete(content: Content) -> None:
    if not (content.title.strip() and content.body.strip()):
        raise Incomplete("A page needs a title and a text.")


def _put_in(proposal: Proposal, content: Content, html: str) -> None:
    proposal.title, proposal.summary, proposal.body = content.title, content.summary, content.body
    proposal.facts = content.facts or {}
    proposal.html = html
    proposal.round += 1
