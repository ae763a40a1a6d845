"""What the pages around a proposal show of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from processes import conversation, facts, links, merging, permissions, rounds, standing
from processes.models import Action, Article, Decision, Manner, Origin, Proposal, Round
from processes.models.decision import PUBLISHING
from processes.review_forms import ApproveForm, ReasonForm
from processes.views import checking
from processes.views.access import lineage
from processes.views.comparison import Comparison, of_proposal

__all__ = ["compare_url", "proposal_context"]

LONG = ("body", "html", "diff", "diff_since")


def proposal_context(
    user: User,
    proposal: Proposal,
    reason_form: ReasonForm | None = None,
    approve_form: ApproveForm | None = None,
    undo_form: ReasonForm | None = None,
) -> dict[str, object]:
    """Everything that a proposal's page says, for its author or for whoever decides."""
    article = proposal.article
    latest = rounds.latest(proposal) if proposal.round else None
    timeline, last_approved, undone = _log(proposal)
    context = {
        "proposal": proposal,
        "article": article,
        "lineage": lineage(user, article.department),
        "comparison": _comparison(user, proposal, latest),
        "rounds": _rounds(proposal, latest),
        "corrected": latest if latest and latest.origin == Origin.CORRECTED else None,
        "last_approved": last_approved,
        "undone": undone,
        "facts": facts.described(proposal.facts, user, article.owner),
        "preview_html": links.for_reader(proposal.html, user),
        "checklist": checking.of_proposal(user, proposal, latest),
        "affected": links.affected(article, user) if proposal.changes_title else None,
        "timeline": timeline,
        "last_line": timeline[-1] if timeline else None,
        "approve_form": approve_form or ApproveForm.for_proposal(proposal),
        "reason_form": reason_form or ReasonForm(),
        "undo_form": undo_form or ReasonForm(),
        "may_undo": _may_undo(user, proposal, timeline),
    }
    return context | _standing(user, proposal, latest)


def _standing(user: User, proposal: Proposal, latest: Round | None) -> dict[str, object]:
    """Whom it waits for, and what this person may do with it."""
    stands = standing.of(user, proposal)
    deciders = stands.deciders if stands else _deciders(proposal)
    decides = user.is_active and user in deciders
    mine = proposal.author_id == user.pk
    moved = _moved(user, proposal, latest)
    moved_on = moved is not None and not moved.is_merged
    return {
        "standing": stands,
        "deciders": deciders,
        "shown": conversation.shown(user, proposal, decides=decides),
        "moved": moved,
        "moved_on": moved_on,
        "may_decide": decides and proposal.is_pending,
        "may_correct": not user.departments.four_eyes(proposal.article.department_id),
        "may_choose": not proposal.is_new_article,
        "may_edit": mine and proposal.is_editable and user.may_write,
        "may_submit": mine and proposal.is_editable and user.may_write and not moved_on,
        "may_withdraw": mine and proposal.is_open,
        "may_take_back": mine and proposal.is_pending,
        "is_mine": mine,
        "why_not": _why_not(user, proposal, mine, decides),
        "self_approval": mine and decides,
    }


def compare_url(proposal: Proposal) -> str:
    """What changed on the page since the version that the proposal was made from."""
    article: Article = proposal.article
    if proposal.is_new_article:
        return article.get_absolute_url()
    query = urlencode({"from": proposal.base_version, "to": article.version})
    address = reverse("compare", args=[article.department.slug, article.slug])
    return f"{address}?{query}"


def _deciders(proposal: Proposal) -> list[User]:
    return permissions.deciders_of(proposal) if proposal.is_open else []


def _comparison(user: User, proposal: Proposal, latest: Round | None) -> Comparison | None:
    return None if proposal.is_new_article else of_proposal(user, proposal, latest)


def _moved(user: User, proposal: Proposal, latest: Round | None) -> merging.Moved | None:
    """Asked only where there may be an answer: it takes queries."""
    merged = latest is not None and latest.origin == Origin.MERGED
    return merging.moved(user, proposal) if proposal.page_has_moved_on or merged else None


def _rounds(proposal: Proposal, latest: Round | None) -> list[Round]:
    """What a list of rounds shows, newest first."""
    if latest is None or latest.number == 1:
        if latest and latest.by_id == proposal.author_id:
            latest.by = proposal.author
        return [latest] if latest else []
    return list(proposal.rounds.select_related("by").defer(*LONG).order_by("-number"))


def _log(proposal: Proposal) -> tuple[list[Decision], Decision | None, Decision | None]:
    """The proposal's lines of the log, oldest first; the one that brought the version to readers
    that this is a change to; and the one that took it back (one query)."""
    base = Q(action__in=PUBLISHING, version=proposal.base_version, version__gt=0)
    undoing = Q(manner=Manner.UNDONE)
    found = proposal.article.decisions.filter(Q(proposal=proposal) | base | undoing)
    lines = found.select_related("by", "on_behalf_of", "proposal__author").defer(
        "proposal__body", "proposal__html"
    )
    own: list[Decision] = []
    last_approved = undone = None
    for line in lines.order_by("pk"):
        if line.proposal_id == proposal.pk:
            own.append(line)
        if line.action in PUBLISHING and line.version == proposal.base_version:
            last_approved = line
        if line.manner == Manner.UNDONE and line.version - 1 in {made.version for made in own}:
            undone = line
    return own, last_approved, undone


def _may_undo(user: User, proposal: Proposal, timeline: Sequence[Decision]) -> bool:
    """Whether this proposal made the live page what it is, and this person may take that back."""
    article = proposal.article
    published = {line.version for line in timeline if line.action == Action.APPROVED}
    if article.version < 2 or article.version not in published or article.is_archived:
        return False
    return permissions.may_decide(user, article, user)


def _why_not(user: User, proposal: Proposal, mine: bool, decides: bool) -> str:
    if not proposal.is_pending or decides:
        return ""
    if mine and user.departments.four_eyes(proposal.article.department_id):
        return "Four eyes are asked for here, so somebody else decides on your proposal."
    return "" if mine else "You can read this proposal, but you do not decide on it."
