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


# Always part of the caller's transaction, so a savepoint of its own would only cost time.
@transaction.atomic(savepoint=False)
def record(article: Article, urls: Iterable[str]) -> None:
    """Replaces what is known of an article's links to other sites by those of its new text.

    `urls` may be anything that stands in the text; what is no web address or one of this wiki is
    passed over. One statement where nothing changed, at most four otherwise.
    """
    wanted = _wanted(urls)
    uses = ExternalLinkUse.objects.filter(article=article)
    used = dict(uses.values_list("link__digest", "pk"))
    gone = sorted(pk for digest, pk in used.items() if digest not in wanted)
    new = {digest: url for digest, url in wanted.items() if digest not in used}
    if new:
        rows = [ExternalLinkUse(article=article, link_id=pk) for pk in _hold(new)]
        _write_over(gone[: len(new)], rows)
        transaction.on_commit(ensure_checks, robust=True)
    if left := gone[len(new) :]:
        ExternalLinkUse.objects.filter(pk__in=left).delete()


def is_recorded(article: Article, urls: Iterable[str]) -> bool:
    """Whether what is noted of an article's links to other sites is what its text holds."""
    uses = ExternalLinkUse.objects.filter(article=article)
    return set(uses.values_list("link__digest", flat=True)) == _wanted(urls).keys()


def _write_over(old: list[int], rows: list[ExternalLinkUse]) -> None:
    """Puts addresses that come in the place of those that go: most often one replaces another."""
    for pk, row in zip(old, rows, strict=False):
        row.pk = pk
    ExternalLinkUse.objects.bulk_create(
        rows[: len(old)], update_conflicts=True, unique_fields=["pk"], update_fields=["link"]
    )
    ExternalLinkUse.objects.bulk_create(rows[len(old) :])


def _wanted(urls: Iterable[str]) -> dict[str, str]:
    """Digest -> address of those that lead out of the wiki."""
    return {_digest(url): url for url in map(_without_fragment, urls) if _is_outside(url)}


def _hold(urls: dict[str, str]) -> list[int]:
    """The rows of these addresses (by their digests), made where they are new, and locked.

    All at once and in one order: two pages that take up the same ones must not wait for each
    other, and none may be forgotten meanwhile.
    """
    rows = ExternalLink.objects.bulk_create(
        [
            ExternalLink(url=url, digest=digest, host=_host(url))
            for digest, url in sorted(urls.items())
        ],
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["host"],
    )
    return [row.pk for row in rows]


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
