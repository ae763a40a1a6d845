"""The pictures of what was copied: brought here where that can be done."""

from __future__ import annotations

import base64
import binascii
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.models import Department, User
from processes import attachments
from processes.outside import Fetcher, NotFetched

MOST = 20
SECONDS = 12.0  # for all of them together
AT_ONCE = 4
_DATA = re.compile(r"data:image/[a-z0-9.+-]{1,30};base64,(.*)", re.IGNORECASE | re.DOTALL)


def gather(
    addresses: Sequence[str],
    by: User,
    department: Department | None,
    fetcher: Fetcher | None = None,
) -> dict[str, str]:
    """Where each picture is shown from here; those that could not be had are left out.

    At most MOST are looked at. No transaction may be open: other sites are asked.
    """
    wanted = list(dict.fromkeys(addresses))
    known = {src: own for src in wanted if (own := attachments.own_address(src))}
    new = [src for src in wanted if src not in known][:MOST]
    kept = {src: _kept(content, by, department) for src, content in _contents(new, fetcher)}
    return known | {src: address for src, address in kept.items() if address}


def _contents(sources: Sequence[str], fetcher: Fetcher | None) -> list[tuple[str, bytes]]:
    """The bytes of those that came in time; nobody is asked where no other site may be."""
    end = time.monotonic() + SECONDS
    if fetcher is None and settings.CHECK_OUTSIDE_LINKS:
        fetcher = Fetcher()

    def content(src: str) -> bytes:
        with suppress(NotFetched):
            found = _decoded(src)
            return found or (fetcher.picture(src, attachments.largest(), end) if fetcher else b"")
        return b""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(zip(sources, pool.map(content, sources), strict=True))
    return [(src, data) for src, data in found if data]


def _decoded(src: str) -> bytes:
    told = _DATA.fullmatch(src)
    if told is None:
        return b""
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(told[1])
    return b""


def _kept(content: bytes, by: User, department: Department | None) -> str:
    """Its address here; "" where it is refused, as a drawing with programs in it is."""
    try:
        kept = attachments.store(content, "pasted.png", by, department=department)
    except (ValidationError, attachments.StorageUnavailable, attachments.Busy):
        return ""
    return attachments.address_of(kept)
