"""Making a page a part of another one of its department."""

from __future__ import annotations

import datetime

from accounts.models import User
from accounts.models.tree import load_tree
from processes import arranging, proposed_filing
from processes.models import Action, Article, Proposal, State
from processes.proposed_filing import NoLongerHolds
from processes.workflow.lines import log


def become_part(article: Article, parent: Article | None, by: User, at: datetime.datetime) -> None:
    """Gives a locked article its parent, with a line in the log. The caller checked that it may
    be one (`proposed_filing.wanted`)."""
    now = proposed_filing.of(article).parent
    if now == parent:
        return
    article.parent, article.position = parent, None
    arranging.keep(article)
    article.save(update_fields=["parent", *arranging.KEPT])
    log(article, Action.CHANGED, by, f"Part of: {_told(now)} → {_told(parent)}", at)


def as_proposed(
    article: Article, proposal: Proposal | None, by: User, at: datetime.datetime
) -> None:
    """Once a department has taken a page: the parent there that the approved proposal asked for,
    if it still can be one. The page was taken all the same where it cannot."""
    if proposal is None or proposal.state != State.APPROVED or "parent" not in proposal.filing:
        return
    asked = {"parent": proposal.filing["parent"]}
    try:
        parent = proposed_filing.wanted(article, asked).parent
    except NoLongerHolds:
        return
    become_part(article, parent, by, at)


def _told(page: Article | None) -> str:
    """How the log calls a page. Whoever reads this one may read its log, wherever it moves: what
    stays behind a closed door is not named there."""
    if page is None:
        return "–"
    shape = load_tree().shape
    is_open = shape.closed.isdisjoint(shape.lineages.get(page.department_id, ()))
    return page.title if is_open else "a page for members only"
