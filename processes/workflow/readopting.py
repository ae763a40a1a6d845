"""Adopting a page that another wiki of ours had, with the versions it had there."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from processes import links, publishing, redrawing
from processes.models import Action, Article, Decision
from processes.publishing import Content
from processes.workflow.guards import drawn_or_refused, lock_article
from processes.workflow.refusals import WrongState


@dataclass(frozen=True, slots=True)
class Brought:
    """A version as it was published there. `approved_by` is who approved it there, None where
    nobody had; `said` is our sentence about it for the log."""

    number: int
    content: Content
    author: User
    approved_by: User | None
    at: datetime.datetime
    said: str
    note: str = ""
    significance: str = ""


@drawn_or_refused()
@transaction.atomic
def readopt(
    article: Article, versions: Sequence[Brought], *, by: User, trusted: bool = False
) -> int:
    """Publishes these versions under the numbers and with the dates they had, oldest first.

    Each is a line “imported” by `by` in the log. The live one counts as imported and never
    reviewed, as with `adopt`; `trusted`, which only whoever operates the server may say, lets the
    approval that it had there count here. Returns the live version.

    Raises WrongState for an article that is published already, ValueError for numbers that do not
    rise from 1 or more; TooMuchToDraw and NotDrawnNow as `propose_new` does.
    """
    numbers = [version.number for version in versions]
    if not numbers or numbers[0] < 1 or sorted(set(numbers)) != numbers:
        raise ValueError("Versions have numbers that rise.")
    article = lock_article(article.pk)
    if article.is_published:
        raise WrongState("This page is published already: changes to it need approval.")
    for version in versions:
        _publish(article, version, by, trusted=trusted and version is versions[-1])
    if len(versions) > 1:
        redrawing.ask(links.speaking_of(article))  # by the title it has in the end
    return article.version


def _publish(article: Article, version: Brought, by: User, *, trusted: bool) -> None:
    # Its old titles are among the aliases that came along: none is to be worked out anew.
    article.title = version.content.title
    article.title_key = publishing.title_key(version.content.title)
    article.version = version.number - 1
    publishing.publish(
        article,
        version.content,
        author=version.author,
        approved_by=version.approved_by if trusted else None,
        note=version.note,
        at=version.at,
    )
    Decision.objects.create(
        article=article,
        action=Action.IMPORTED,
        by=by,
        comment=version.said,
        note=version.note,
        significance=version.significance,
        version=version.number,
        at=version.at,
    )
