"""Access tokens: what a directory's program shows instead of signing in.

A token is shown once and stored as a hash of itself. Nobody chose it, so a quick hash is enough:
there is nothing to guess among 40 random characters.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
import string

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import auditing
from accounts.models import AccessToken, User

PREFIX = "imp_"  # so that scanners for leaked secrets can know one
LETTERS = string.ascii_letters + string.digits
LENGTH = 40
NOTED_EVERY = datetime.timedelta(minutes=1)
LOGGED_EVERY = datetime.timedelta(days=1)
SOON = datetime.timedelta(days=30)


@transaction.atomic
def make(
    name: str, provider_key: str, by: User | None, ends_at: datetime.datetime | None = None
) -> tuple[AccessToken, str]:
    """A new token for the directory of this provider, and its text, which nobody sees again."""
    text = PREFIX + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    token = AccessToken.objects.create(
        name=name,
        digest=_digest(text),
        ending=text[-4:],
        provider_key=provider_key,
        made_by=by,
        ends_at=ends_at,
    )
    auditing.record("token_made", by=by, what=token, provider=provider_key)
    return token, text


@transaction.atomic
def revoke(token: AccessToken, by: User | None) -> bool:
    """It opens nothing any more, from this moment on. Returns whether it was valid until now."""
    rows = AccessToken.objects.filter(pk=token.pk, revoked_at=None)
    if not rows.update(revoked_at=timezone.now()):
        return False
    auditing.record("token_revoked", by=by, what=token, provider=token.provider_key)
    return True


def token_of(text: str, request: HttpRequest | None = None) -> AccessToken | None:
    """The token with this text, None where none is valid. Notes the use, at most once a minute.

    One query, and one or two more where the use is noted. What is looked up is a hash of what was
    given, and hashes of guesses are like each other in nothing: how long it takes tells nothing.
    """
    if not text.startswith(PREFIX) or len(text) != len(PREFIX) + LENGTH:
        return None
    token = valid().filter(digest=_digest(text)).first()
    if token is not None:
        _note(token, request)
    return token


def valid() -> QuerySet[AccessToken]:
    """Those that open the directory's endpoint now."""
    now = timezone.now()
    return AccessToken.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), revoked_at=None)


def about_to_end() -> QuerySet[AccessToken]:
    """Those that will not for much longer: it is time to make the next one."""
    return valid().filter(ends_at__lt=timezone.now() + SOON)


def _note(token: AccessToken, request: HttpRequest | None) -> None:
    now = timezone.now()
    before = token.used_at
    if before and now - before < NOTED_EVERY:
        return
    AccessToken.objects.filter(pk=token.pk).update(used_at=now)
    if before is None or now - before >= LOGGED_EVERY or before.date() != now.date():
        auditing.record("token_used", what=token, request=request, provider=token.provider_key)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
