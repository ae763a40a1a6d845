"""Pictures of people, from where their identity provider says they are.

The address is kept at once; the picture itself is fetched by a job of whoever stands above (see
`portrait_wanted`), for no sign-in waits for another server. What we show is drawn anew from it.
"""

from __future__ import annotations

import datetime
import hashlib
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Portrait, User
from accounts.signals import portrait_wanted

# So long a picture is believed: another one may stand at the same address some day.
FRESH = datetime.timedelta(days=30)
LONGEST = Portrait._meta.get_field("source").max_length


@transaction.atomic
def offer(user: User, url: str) -> None:
    """The provider says that a picture of this person is there; "" that it has none.

    What is no https address counts as none. Nothing happens where it is the one that we have
    (one query); otherwise it is fetched after the transaction.
    """
    wanted = url.strip() if _is_usable(url.strip()) else ""
    known = Portrait.objects.filter(person=user).defer("image").first()
    if not wanted:
        if known:
            forget(user)
        return
    if known and known.source == wanted and is_fresh(known):
        return
    told = {"source": wanted, "fetched_at": None}
    Portrait.objects.update_or_create(person=user, defaults=told)
    portrait_wanted.send(User, person=user)


@transaction.atomic
def forget(user: User) -> None:
    """From now on their initials stand for them."""
    Portrait.objects.filter(person=user).delete()
    _show(user.pk, "")
    user.picture = ""


@transaction.atomic
def keep(portrait: Portrait, image: bytes) -> bool:
    """What was fetched for it is shown from now on; not where another was offered meanwhile, or
    none. Returns whether it is."""
    digest = hashlib.sha256(image).hexdigest()[:32]
    rows = Portrait.objects.filter(person=portrait.person_id, source=portrait.source)
    if not rows.update(image=image, digest=digest, fetched_at=timezone.now()):
        return False
    _show(portrait.person_id, digest)
    return True


def waiting() -> QuerySet[Portrait]:
    """Those that were offered and are not fetched yet, without what is shown meanwhile."""
    return Portrait.objects.filter(fetched_at=None).defer("image").order_by("person")


def is_fresh(portrait: Portrait) -> bool:
    """Whether what we have of its source is not worth asking for again."""
    fetched = portrait.fetched_at
    return fetched is not None and fetched > timezone.now() - FRESH


def _show(person_id: int, digest: str) -> None:
    User.objects.filter(pk=person_id).update(picture=digest)


def _is_usable(url: str) -> bool:
    if not url or len(url) > LONGEST or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        return False
