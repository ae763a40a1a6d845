"""What an approver posts, and what became of it."""

from __future__ import annotations

from typing import Any

from accounts.models import Notification, User
from processes import history, rounds
from processes.models import Article, Proposal

BASE = "Unpack it.\n\nSwitch it on.\n\nSit down."
TEXT = "Unpack it all.\n\nSwitch it on.\n\nSit down there."


def read(proposal: Proposal) -> dict[str, Any]:
    """What the approver's page posts."""
    return {
        "digest": proposal.digest,
        "base_version": proposal.base_version,
        "round": proposal.round,
    }


def live(proposal: Proposal) -> Article:
    return Article.objects.select_related("department", "owner").get(pk=proposal.article_id)


def lines(proposal: Proposal) -> list[tuple[str, str, int | None]]:
    return list(proposal.decisions.order_by("pk").values_list("action", "manner", "version"))


def told(person: User) -> Notification:
    return Notification.objects.filter(user=person).latest("pk")


def as_in_the_log(proposal: Proposal) -> None:
    """The last line speaks of the last round, and its version is what is live."""
    proposal.refresh_from_db()
    kept, line = rounds.latest(proposal), proposal.decisions.latest("pk")
    assert (kept.number, kept.digest) == (line.round, line.digest)
    version = history.read(proposal.article, line.version)[line.version]
    assert version.body == live(proposal).body
