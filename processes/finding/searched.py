"""The log of searches: what was looked for and which page was opened, never by whom.

A row is known by its moment, to the microsecond. The page of results carries it, signed for the
person who searched, so that what they open can be noted without keeping who they are.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.utils import timezone

from accounts.models import User
from processes.models import Article, Search
from processes.models.searched import WORDS_LENGTH
from processes.text.rendering import fold

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
OPENED_WITHIN = datetime.timedelta(hours=2)
LAST_PLACE = 32767
BESIDE_THE_PAGES = 0  # the place of a person, a tool, a file: of whatever is no page of the list


def key_of(words: str) -> str:
    """Under which searches for the same words are counted together; "" for no words."""
    return fold(words)[:WORDS_LENGTH]


def note(words: str, hits: int, by: User, at: datetime.datetime) -> None:
    """Writes one search into the log. Keeps nothing of the person but their department."""
    if settings.SEARCH_LOG_DAYS and (key := key_of(words)):
        Search.objects.create(
            words=words[:WORDS_LENGTH],
            words_key=key,
            department_id=by.department_id,
            hits=hits,
            at=at,
        )


def token(at: datetime.datetime, user: User) -> str:
    """By which this person, and nobody else, may say what the search of that moment led to."""
    return signing.dumps((at - EPOCH) // MICROSECOND, salt=_salt(user))


def note_opened(signed: str, user: User, place: int, article: int | None) -> bool:
    """Notes what was opened after a search: a page and its place in the list, or, without an
    article, something beside the pages. Each search is told once; False where nothing was noted.

    What this person may not read they cannot have opened. At most two queries.
    """
    try:
        moment = signing.loads(signed, salt=_salt(user), max_age=OPENED_WITHIN)
    except signing.BadSignature:
        return False
    if article is None:
        place = BESIDE_THE_PAGES
    elif not Article.objects.visible_to(user).filter(pk=article).exists():
        return False
    # The number is our own: it was signed.
    row = Search.objects.filter(at=EPOCH + moment * MICROSECOND, opened_place=None)
    return bool(row.update(opened=article, opened_place=min(place, LAST_PLACE)))


def forget_searches(now: datetime.datetime | None = None) -> int:
    """Removes what is older than SEARCH_LOG_DAYS (0 keeps nothing). Returns how many rows."""
    before = (now or timezone.now()) - datetime.timedelta(days=settings.SEARCH_LOG_DAYS)
    return Search.objects.filter(at__lt=before).delete()[0]


def _salt(user: User) -> str:
    return f"processes.finding.searched:{user.pk}"
