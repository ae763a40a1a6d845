"""Keeping a text while it is written: the verbs of one window among others."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from accounts.models import User
from processes.models import Article, WorkingCopy
from processes.working_copies.outcomes import ENDED, Attempt, Ended, Kept, Newer, NotOpen
from processes.working_copies.presence import present
from processes.working_copies.values import Values

MOST_ASIDE = 10
# Whether a page is still open to its author is asked once in a minute, in place of who else
# writes on it: the tree of departments is a query of its own.
ASKED_EVERY = 60  # seconds


def keep(author: User, attempt: Attempt) -> Kept:
    """Writes the text over what the same window kept, or over what it knows.

    Two queries: the update, and who else is there, or why it hit nothing. Raises Newer, Ended and
    NotOpen.
    """
    copies = _own(author, attempt)
    asked = f"open:{attempt.key}:{author.pk}"
    known_to_be_open = cache.get(asked)
    if not known_to_be_open:
        copies = copies.filter(_open_to(author))
    at = timezone.now()
    told = Q(revision=attempt.known) | Q(holder=attempt.window, revision__lt=attempt.revision)
    if not copies.filter(told).update(**_columns(attempt), saved_at=at):
        return _why_not(author, attempt)
    if not known_to_be_open:
        cache.set(asked, True, ASKED_EVERY)
        return Kept(attempt.revision, at)
    here = {"article__working_copies__key": attempt.key}
    return Kept(attempt.revision, at, present(author, **here))


def begin(
    author: User,
    attempt: Attempt,
    article: int | None = None,
    aside: tuple[Values, ...] = (),
) -> Kept:
    """The first text of a copy: for an article (its number), or for a page that is not there yet.

    `aside` is what it takes the place of. An attempt that comes twice is kept once. Raises NotOpen
    where the page is not open to its author; Newer where there is a copy for the page by another
    window; Ended where it came later than what ended it.
    """
    if article is not None and not Article.objects.visible_to(author).filter(pk=article).exists():
        raise NotOpen
    at = timezone.now()
    fields = _columns(attempt) | {"aside": [_set_aside(values, at) for values in aside]}
    try:
        with transaction.atomic():
            WorkingCopy.objects.create(
                key=attempt.key, author=author, article_id=article, saved_at=at, **fields
            )
    except IntegrityError:
        return _known_already(author, attempt, article)
    return Kept(attempt.revision, at)


@transaction.atomic
def take_over(author: User, attempt: Attempt) -> Kept:
    """As `keep`, with what the other window wrote set aside, to be read later.

    `attempt.known` is the revision that the person was told of: where there is a newer one still,
    Newer is raised again.
    """
    copy = _own(author, attempt).select_for_update().first()
    if copy is None or copy.revision == ENDED:
        raise Ended(copy)
    if not _own(author, attempt).filter(_open_to(author)).exists():
        raise NotOpen
    if copy.revision == attempt.known:
        aside = [*copy.aside, _set_aside(copy.values, copy.saved_at)]
        copy.aside = aside[-MOST_ASIDE:]
    elif copy.holder != attempt.window or copy.revision >= attempt.revision:
        return _kept_already(copy, attempt)
    for name, value in _columns(attempt).items():
        setattr(copy, name, value)
    copy.saved_at = timezone.now()
    copy.save()
    return Kept(copy.revision, copy.saved_at)


def _own(author: User, attempt: Attempt) -> Any:
    return WorkingCopy.objects.filter(key=attempt.key, author=author)


def _open_to(author: User) -> Q:
    return Q(article=None) | Q(article__in=Article.objects.visible_to(author))


def _columns(attempt: Attempt) -> dict[str, Any]:
    base = attempt.values.get("base_version", "")
    told = isinstance(base, str) and base.isascii() and base.isdigit() and len(base) < 10
    return {
        "values": attempt.values,
        "base_version": int(base) if told else 0,
        "revision": attempt.revision,
        "holder": attempt.window,
    }


def _set_aside(values: Values, at: Any) -> dict[str, Any]:
    return {"at": at.isoformat(), "values": values}


def _why_not(author: User, attempt: Attempt) -> Kept:
    is_open = ExpressionWrapper(_open_to(author), BooleanField())
    copy = _own(author, attempt).defer("aside").annotate(is_open=is_open).first()
    if copy is None or copy.revision == ENDED:
        raise Ended(copy)
    is_own = copy.holder == attempt.window and copy.revision < attempt.revision
    if copy.revision == attempt.known or is_own or not copy.is_open:
        raise NotOpen
    return _kept_already(copy, attempt)


def _known_already(author: User, attempt: Attempt, article: int | None) -> Kept:
    """The same attempt once more, or another window was first."""
    if copy := _own(author, attempt).defer("aside").first():
        if copy.revision == ENDED:
            raise Ended(copy)
        return keep(author, attempt)
    here = WorkingCopy.objects.defer("aside").filter(author=author, article=article)
    if copy := here.exclude(article=None).first():
        raise Newer(copy)
    raise Ended(None)


def _kept_already(copy: WorkingCopy, attempt: Attempt) -> Kept:
    """What came twice or too late has been kept already, itself or in a newer attempt."""
    if copy.holder != attempt.window:
        raise Newer(copy)
    return Kept(copy.revision, copy.saved_at)
