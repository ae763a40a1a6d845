"""Messages of an identity provider that count once, whichever process they reach."""

from __future__ import annotations

import datetime
import hashlib

from django.db import IntegrityError, transaction

from accounts.models import SeenOnce


def seen_once(kind: str, issuer: str, number: str, until: datetime.datetime) -> bool:
    """Whether this message comes for the first time; from now on it does not.

    `kind` is what it is (“saml”, “logout”), `number` its own id with that issuer, `until` when it
    would be refused for its age anyway. Of two at once one is the first.
    """
    text = "\n".join((kind, str(len(issuer)), issuer, number))
    key = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    try:
        with transaction.atomic():
            SeenOnce.objects.create(key=key, until=until)
    except IntegrityError:
        return False
    return True
