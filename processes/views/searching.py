"""What is remembered of a search, once the page of results has been sent.

The same words asked for again within minutes are one search: somebody comes back to the list, or
narrows it. Their browser remembers that, in a cookie for the search alone; the site does not know
who they are.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
from functools import partial

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from processes import finding
from processes.views.access import number_in

COOKIE = "imprimatur_search"
SAME_SEARCH = datetime.timedelta(minutes=10)
REMEMBERED = 5  # searches, the last ones

logger = logging.getLogger(__name__)

Moments = dict[str, str]  # of searches, by what they asked for


def follow(request: HttpRequest, words: str) -> tuple[datetime.datetime, bool]:
    """When this person first asked for these words, and whether that was just now."""
    known = _moments(request).get(_digest(request, words))
    at = datetime.datetime.fromisoformat(known) if known else timezone.now()
    return at, known is None


def remember(
    request: HttpRequest, response: HttpResponse, words: str, hits: int, at: datetime.datetime
) -> None:
    """Writes a search into the log when its page has been sent, so that nobody waits for it."""
    moments = {**_moments(request), _digest(request, words): at.isoformat()}
    last = dict(list(moments.items())[-REMEMBERED:])
    response.set_cookie(
        COOKIE,
        signing.dumps(last, salt=COOKIE),
        max_age=SAME_SEARCH,
        path=reverse("search"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response._resource_closers.append(partial(_note, words, hits, request.user, at))  # type: ignore[attr-defined]


@require_POST
def search_opened(request: HttpRequest) -> HttpResponse:
    """A browser tells what was opened; nobody waits for an answer, and none says more than this."""
    place, article = (number_in(request.POST.get(name, "")) for name in ("place", "article"))
    finding.note_opened(request.POST.get("search", ""), request.user, place, article or None)
    return HttpResponse(status=204)


def _note(words: str, hits: int, by: User, at: datetime.datetime) -> None:
    try:
        finding.note(words, hits, by, at)
    except Exception:
        # The page has been read already: it must not matter to anybody that this was not kept.
        logger.exception("A search was not noted")


def _moments(request: HttpRequest) -> Moments:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SAME_SEARCH)
    except signing.BadSignature:
        return {}


def _digest(request: HttpRequest, words: str) -> str:
    """Of the words and the session: what another person searched here before is not theirs."""
    said = f"{request.session.session_key} {finding.key_of(words)}"
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()
