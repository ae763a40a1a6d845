"""Which addresses outside the wiki its live pages hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from processes.models import Article, ExternalLink, ExternalLinkUse
from processes.outside.jobs import ensure_checks

LONGEST = 4_000  # characters of an address worth asking
# Another page may drop an address for good that this one has just found; then it is made anew.
TRIES = 3


@transaction.atomic
def record(article: Article, urls: Iterable[str]) -> None:
    """Replaces what is known of an article's links to other sites by those of its new text.

    `urls` may be anything that stands in the text; what is no web address or one of this wiki is
    passed over. Addresses that no page uses any more are forgotten, and all their checks.
    """
    wanted = {_digest(url): url for url in map(_without_fragment, urls) if _is_outside(url)}
    uses = ExternalLinkUse.objects.filter(article=article)
    used = dict(uses.values_list("link__digest", "link_id"))
    gone = [pk for digest, pk in used.items() if digest not in wanted]
    new = {digest: url for digest, url in wanted.items() if digest not in used}
    if not (gone or new):
        return
    found = _lock(new, gone)
    uses.filter(link__in=gone).delete()
    ExternalLinkUse.objects.bulk_create(
        ExternalLinkUse(article=article, link_id=found[digest]) for digest in new
    )
    ExternalLink.objects.filter(pk__in=gone, uses=None).delete()
    if new:
        ensure_checks()


def _lock(new: dict[str, str], gone: list[int]) -> dict[str, int]:
    """Digest -> row of the addresses that come, locked together with those that go.

    In the order of the rows, all at once: two pages that exchange addresses must not wait for each
    other, and an address that one page drops must not go while another one takes it up.
    """
    for _ in range(TRIES):
        ExternalLink.objects.bulk_create(
            [
                ExternalLink(url=url, digest=digest, host=_host(url))
                for digest, url in sorted(new.items())
            ],
            ignore_conflicts=True,
        )
        rows = ExternalLink.objects.filter(digest__in=new) | ExternalLink.objects.filter(
            pk__in=gone
        )
        locked = dict(rows.order_by("pk").select_for_update().values_list("digest", "pk"))
        if new.keys() <= locked.keys():
            return locked
    raise RuntimeError("Addresses vanish as fast as they are noted.")


def _without_fragment(url: str) -> str:
    return url.partition("#")[0].strip()


def _is_outside(url: str) -> bool:
    if len(url) > LONGEST or "\x00" in url:
        return False
    try:
        parts = urlsplit(url)
        own = urlsplit(settings.SITE_URL).netloc
        return (
            parts.scheme in ("http", "https")
            and 0 < len(_host(url)) < 256
            and (parts.netloc != own)
        )
    except ValueError:
        return False


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
