"""Bringing an old version back: a change like any other, which its author and its owner look at."""

from __future__ import annotations

import datetime

from accounts.models import User
from processes import history
from processes.models import Article, Proposal, Significance
from processes.publishing import Content
from processes.workflow.authoring import Change, save
from processes.workflow.refusals import Incomplete, WrongState

NOTE = "Brings back version {number}"


def bring_back(
    article: Article, author: User, number: int, at: datetime.datetime | None = None
) -> Proposal:
    """Keeps title, summary, text and facts of an old version as a draft of this author's.

    It counts as major where anything was since. Where the page belongs stays. Raises Incomplete
    where there is no such version, WrongState where it is the live one, and what `save` raises.
    """
    old = history.read(article, number).get(number)
    if old is None:
        raise Incomplete("There is no such version.")
    if number == article.version:
        raise WrongState("This is the version that readers see.")
    major = history.has_major_since(article, number)
    change = Change(
        Content.of(old),
        note=NOTE.format(number=number),
        significance=Significance.MAJOR if major else Significance.MINOR,
        base_version=article.version,
    )
    return save(article, author, change, at, restores=number)
