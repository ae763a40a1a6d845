"""Who is told what becomes of a proposal, in the transaction in which it happens."""

from __future__ import annotations

import datetime
import re

from accounts.models import Event, User
from accounts.notifications import deliver, settle
from processes import permissions
from processes.models import Action, Article, Manner, Proposal
from processes.text.diffing import diff

EXCERPT_LINES = 6
EXCERPT_WIDTH = 200  # characters of a line

LIVE = "Version {version} is live."

# What tells the author, and in which words. What they did themselves they know.
OUTCOMES = {
    (Action.APPROVED, Manner.PLAIN): (
        Event.APPROVED,
        "{by} approved your proposal. {live} {comment}",
    ),
    (Action.APPROVED, Manner.CORRECTED): (
        Event.APPROVED,
        "{by} approved your proposal with corrections. {live} {comment}",
    ),
    (Action.APPROVED, Manner.PART): (
        Event.RETURNED,
        "{by} approved a part of your proposal and returned the rest: {comment} {live}",
    ),
    (Action.RETURNED, Manner.PLAIN): (Event.RETURNED, "{by} returned your proposal: {comment}"),
    (Action.DECLINED, Manner.PLAIN): (Event.DECLINED, "{by} declined your proposal: {comment}"),
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
    manner: str = Manner.PLAIN,
    at: datetime.datetime,
) -> None:
    """Tells whoever decides of a submission, the author of a decision, and the owner of what was
    published without them.

    What was asked of somebody before is settled first: a proposal is one thing on one person's
    list. Only whose view was asked is still asked, as long as it is open. `proposal` is as it is
    now, with its article and author.
    """
    settle(subject_of(proposal), sparing=Event.CONSULTED if proposal.is_open else None)
    if proposal.is_pending:
        if action == Action.SUBMITTED:
            _ask_for_decision(proposal, by, at)
    elif manner == Manner.TRUSTED:
        said = f"{by} published a minor change without asking, as you allow: {proposal.note}"
        _tell(proposal, [proposal.article.owner], Event.PUBLISHED, said, by, at)
    elif (action, manner) in OUTCOMES:
        event, words = OUTCOMES[action, manner]
        live = LIVE.format(version=version) if version else ""
        said = words.format(by=by, comment=comment, live=live).strip()
        to_page = action == Action.APPROVED and manner == Manner.PLAIN
        _tell(proposal, _who_may_read(proposal, by), event, said, by, at, to_page=to_page)


def tell_undone(proposal: Proposal, by: User, reason: str, at: datetime.datetime) -> None:
    """Tells the author of what was published that it was taken back."""
    said = f"{by} went back to the text before yours: {reason}"
    _tell(proposal, _who_may_read(proposal, by), Event.PUBLISHED, said, by, at, to_page=True)


def subject_of(proposal: Proposal) -> str:
    """The key under which everything that is told about a proposal is settled."""
    return f"proposal:{proposal.pk}"


def _who_may_read(proposal: Proposal, by: User) -> list[User]:
    """The author, unless the page went behind a door meanwhile: what is said of it there, the
    reason of a decision included, is not for them any more. They know what they did themselves.

    Most pages are open to the whole company, which the tree that `by` has read can tell.
    """
    author, article = proposal.author, proposal.article
    if author.pk == by.pk:
        return []
    author.departments = by.departments
    if article.is_published and author.departments.may_read(author, article.department_id):
        return [author]
    return [author] if Article.objects.visible_to(author).filter(pk=article.pk).exists() else []


def _ask_for_decision(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    """One addressee, so that nobody leaves it to another."""
    first = permissions.first_to_ask(proposal)
    what = "a new page" if proposal.is_new_article else "a change"
    said = f"{by} proposes {what}: {proposal.note}"
    people = [first] if first else []
    _tell(proposal, people, Event.SUBMITTED, said, by, at, excerpt=True)


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
        subject_key=subject_of(proposal),
        at=at,
        just_read=True,
    )


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
