"""What a submission shows, drawn and compared before anything is locked: it takes a while."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from processes import composing, house_rules, rounds
from processes.house_rules import Report
from processes.models import Article, Proposal, Round
from processes.rounds import Compared
from processes.workflow.guards import LOCKED_WITH, drawn_or_refused

# What was drawn longer ago is drawn again: the pages around it may have got other names.
FRESH = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The proposal's page, its comparisons, what the rules of writing say of it (None where they
    are not asked), and of what all this was made."""

    made_of: tuple[object, ...]
    base_html: str | None
    html: str
    compared: Compared
    since: Compared | None
    report: Report | None


def refetched(proposal: Proposal) -> Proposal:
    """The proposal as it is now, with its article: the caller's may be an hour old."""
    return Proposal.objects.select_related(*LOCKED_WITH).get(pk=proposal.pk)


def prepare(proposal: Proposal, at: datetime.datetime | None = None) -> Prepared:
    """Draws what is old, and compares it with the live page and with the round before.

    Both sides are drawn for the author's eyes. The live page is drawn for everybody's; whoever
    may not read some department would otherwise see links change that they left as they were.
    `at` is given by who replays a history: what is written down then is fresh. Raises
    TooMuchToDraw and NotDrawnNow where a text cannot be drawn.
    """
    article, before = proposal.article, rounds.latest(proposal)
    base = base_html(article, proposal.author)
    html = _fresh(proposal, proposal.saved_at, proposal, at)
    return Prepared(
        made_of(article, proposal),
        base,
        html,
        rounds.compare(base, html),
        rounds.compare(_html_before(before, proposal, html, at), html) if before else None,
        house_rules.report_of(proposal),
    )


def made_of(article: Article, proposal: Proposal) -> tuple[object, ...]:
    """What all this depends on; where it is another one under the lock, it is made again."""
    written = (proposal.title, proposal.summary, proposal.body, proposal.facts)
    ruled_by = (article.department_id, article.kind, article.topic, proposal.filing)
    return article.version, proposal.round, *written, proposal.html, *ruled_by


def base_html(article: Article, author: User) -> str | None:
    """The live page as this author would see it; None where there is none. Raises TooMuchToDraw
    and NotDrawnNow."""
    if not article.is_published:
        return None
    sees_all = not author.departments.hidden_from(author)
    return article.html if sees_all else drawn_for(author, article.body, article)


def drawn_for(author: User, body: str, article: Article) -> str:
    """A text of an article as its author would see it. Raises TooMuchToDraw and NotDrawnNow."""
    with drawn_or_refused():
        return composing.preview(body, article, author).html


def _html_before(before: Round, proposal: Proposal, html: str, at: datetime.datetime | None) -> str:
    if before.body == proposal.body:
        return html
    return _fresh(before, before.at, proposal, at)


def _fresh(
    text: Proposal | Round,
    drawn_at: datetime.datetime,
    proposal: Proposal,
    at: datetime.datetime | None,
) -> str:
    if text.html and (at is not None or timezone.now() - drawn_at < FRESH):
        return text.html
    return drawn_for(proposal.author, text.body, proposal.article)
