"""Who is told what becomes of a proposal, in the transaction in which it happens."""

from __future__ import annotations

import datetime
import re

from accounts.models import Event, User
from accounts.notifications import deliver, settle
from processes import permissions
from processes.models import Action, Article, Proposal
from processes.text.diffing import diff

EXCERPT_LINES = 6
EXCERPT_WIDTH = 200  # characters of a line

# What tells the author, and in which words. What they did themselves they know.
OUTCOMES = {
    Action.APPROVED: (Event.APPROVED, "{by} approved your proposal: version {version} is live."),
    Action.RETURNED: (Event.RETURNED, "{by} returned your proposal: {comment}"),
    Action.DECLINED: (Event.DECLINED, "{by} declined your proposal: {comment}"),
}

# What Markdown is written with, at the beginning of a line and within it.
_SIGNS = re.compile(r"^(?:[#>\s|]+|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)+|[*_`~=]{1,3}|\s*\|$")


def announce(
    proposal: Proposal,
    action: Action,
    by: User,
    *,
    comment: str,
    version: int | None,
    at: datetime.datetime,
) -> None:
    """Tells whoever decides of a submission, and the author of a decision.

    What was asked of somebody before is settled first: a proposal is one thing on one person's
    list. `proposal` is as it is now, with its article and author.
    """
    settle(_subject(proposal))
    if action == Action.SUBMITTED:
        _ask_for_decision(proposal, by, at)
    elif action in OUTCOMES:
        event, words = OUTCOMES[action]
        said = words.format(by=by, comment=comment, version=version)
        is_live = action == Action.APPROVED
        _tell(proposal, _who_may_read(proposal), event, said, by, at, to_page=is_live)


def _who_may_read(proposal: Proposal) -> list[User]:
    """The author, unless the page went behind a door meanwhile: what is said of it there, the
    reason of a decision included, is not for them any more."""
    may_read = Article.objects.visible_to(proposal.author).filter(pk=proposal.article_id).exists()
    return [proposal.author] if may_read else []


def _ask_for_decision(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    deciders = permissions.deciders(proposal.article, proposal.author)
    what = "a new page" if proposal.is_new_article else "a change"
    said = f"{by} proposes {what}: {proposal.note}"
    _tell(proposal, _first_to_ask(proposal, deciders), Event.SUBMITTED, said, by, at, excerpt=True)


def _first_to_ask(proposal: Proposal, deciders: list[User]) -> list[User]:
    """One addressee: while somebody stands in for the owner, it is they who are there."""
    standing_in = [person for person in deciders if person.pk != proposal.article.owner_id]
    return (standing_in or deciders)[:1]


def _tell(
    proposal: Proposal,
    people: list[User],
    event: Event,
    text: str,
    by: User,
    at: datetime.datetime,
    *,
    to_page: bool = False,
    excerpt: bool = False,
) -> None:
    shown = proposal.article if to_page else proposal
    deliver(
        people,
        event,
        title=proposal.title,
        text=text,
        url=shown.get_absolute_url(),
        actor=by,
        excerpt=_excerpt(proposal) if excerpt else "",
        subject_key=_subject(proposal),
        at=at,
    )


def _subject(proposal: Proposal) -> str:
    return f"proposal:{proposal.pk}"


def _excerpt(proposal: Proposal) -> str:
    """The first lines that change, as plain text: “- ” goes, “+ ” comes."""
    lines = []
    for hunk in diff(proposal.article.body, proposal.body, context=0):
        for line in hunk.lines:
            for kind, sign in (("removed", "- "), ("added", "+ ")):
                kept = "".join(s.text for s in line.segments if s.kind in ("same", kind))
                if line.kind in (kind, "changed") and kept.strip():
                    lines.append(sign + _plain(kept)[:EXCERPT_WIDTH])
        if len(lines) >= EXCERPT_LINES:
            break
    return "\n".join(lines[:EXCERPT_LINES])


def _plain(line: str) -> str:
    return " ".join(_SIGNS.sub("", line).replace("|", "·").split())
