"""What the lines of an inbox tell of, as far as a person may read it today."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from accounts.notifications import doors
from processes.models import Article, EntryProposal, Proposal, Transfer


def guard_lines() -> None:
    """Called once, when the site starts."""
    doors.guard("article", articles)
    doors.guard("proposal", proposals)
    doors.guard("transfer", transfers)
    doors.guard("entry", entries)


def articles(user: User, numbers: set[int]) -> set[int]:
    return _ids(Article.objects.visible_to(user).filter(pk__in=numbers))


def proposals(user: User, numbers: set[int]) -> set[int]:
    """Those of a page that they may read, also where the proposal itself went back to a draft; and
    those that they were asked about."""
    told = Proposal.objects.filter(pk__in=numbers)
    seen = Q(article__in=Article.objects.visible_to(user))
    return _ids(told.filter(seen)) | _ids(Proposal.objects.visible_to(user).filter(pk__in=numbers))


def transfers(user: User, numbers: set[int]) -> set[int]:
    """Those of a page that they may read; and what is offered to them, to be answered."""
    told = Transfer.objects.filter(pk__in=numbers)
    seen = Q(article__in=Article.objects.visible_to(user))
    return _ids(told.filter(seen)) | _ids(told.open())


def entries(user: User, numbers: set[int]) -> set[int]:
    hidden = user.departments.hidden_from(user)
    return _ids(EntryProposal.objects.filter(pk__in=numbers).exclude(department__in=hidden))


def _ids(found) -> set[int]:  # noqa: ANN001 - a queryset of any of them
    return set(found.order_by().values_list("pk", flat=True))
