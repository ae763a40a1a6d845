"""Addresses of the old wiki, and what each leads to: written down while it is read, once each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from importing.batches import in_batches
from importing.models import Import, ImportAddress, ImportPage, Topic
from importing.noting import Notes
from importing.shortening import writable
from importing.source import File
from processes.old_addresses import digest_of, key_of

KEY_LENGTH, HOST_LENGTH, FILE_LENGTH, NAME_LENGTH, ALT_LENGTH = 2000, 255, 1000, 300, 500
BATCH = 400
# The file of a page, by which other files name it; no reader ever opened that.
_FILE_OF_A_PAGE = re.compile(r"\.(?:md|mdx|markdown)(?:\?|$)", re.IGNORECASE)
Where = tuple[str, str]  # digest, host


def write_pages(run: Import, pages: Sequence[ImportPage], notes: Notes) -> None:
    """Of some pages. The first page that has an address keeps it, unless it is another's own."""
    claims = [
        (row, number == 0)
        for page in pages
        for number, address in enumerate(page.addresses)
        if (row := _row(run, address, page=page))
    ]
    known = _known(run, [row.digest for row, _ in claims])
    new: dict[Where, ImportAddress] = {}
    # Own addresses first: where another page has one as an old one, that has to give way.
    for row, is_own in sorted(claims, key=lambda claim: not claim[1]):
        where = (row.digest, row.host)
        first = known.get(where) or new.get(where)
        if first is None:
            new[where] = row
        elif first.page_id == row.page_id:
            continue
        elif is_own and first.pk and not _is_own(first):
            first.page, first.place_key, first.file = row.page, "", ""
            first.save(update_fields=["page", "place_key", "file"])
        elif first.page is not None:
            said = f"Has the old address /{row.key}, as “{first.page.title}” has; links lead there."
            notes.add(Topic.ADDRESS, row.page.key, said, row.page_id)
    ImportAddress.objects.bulk_create(new.values(), BATCH)


def write_files(run: Import, files: Iterable[File]) -> None:
    """Of pictures and other files: the first one that has an address keeps it."""
    _write_new(
        run,
        [
            row
            for file in files
            for address in file.addresses
            if (row := _row(run, address, **_facts_of(file)))
        ],
    )


def write_places(run: Import, places: Iterable[tuple[str, str]]) -> None:
    """Of (key of the place, address), where no page and no file has the address."""
    _write_new(
        run,
        [row for key, address in places if (row := _row(run, address, place_key=key))],
    )


def write_also(run: Import, also: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Of (key of a page, addresses), where nothing else has the address. No reader is led on by
    them: they are for links alone."""
    known = run.pages.filter(key__in=[key for key, _ in also]).only("run_id", "key")
    pages = {page.key: page for page in known}
    _write_new(
        run,
        [
            row
            for key, addresses in also
            if key in pages
            for address in addresses
            if (row := _row(run, address, page=pages[key]))
        ],
    )


def parts_of(address: str) -> Where | None:
    """(host, key), None for what is no address or a longer one than is kept."""
    try:
        host, key = key_of(address)
    except ValueError:
        return None
    fits = len(key) <= KEY_LENGTH and len(host) <= HOST_LENGTH and "\x00" not in address
    return (host, key) if fits else None


def public_addresses(page: ImportPage) -> list[str]:
    """Those that readers of the old wiki opened, but for the home page, which the wiki has."""
    found = []
    for address in page.addresses:
        parts = parts_of(address)
        if parts and parts[1] and not _FILE_OF_A_PAGE.search(parts[1]):
            found.append(address)
    return found


def _row(run: Import, address: str, **target: Any) -> ImportAddress | None:
    parts = parts_of(address)
    if parts is None:
        return None
    host, key = parts
    is_public = not _FILE_OF_A_PAGE.search(key)
    return ImportAddress(
        run=run, host=host, key=key, digest=digest_of(key), is_public=is_public, **target
    )


def _facts_of(file: File) -> dict[str, str]:
    name = file.name if len(file.name) <= FILE_LENGTH else ""
    url = file.url if len(file.url) <= KEY_LENGTH else ""
    return {
        "file": name,
        "url": url,
        "name": writable(file.title)[:NAME_LENGTH],
        "alt": writable(file.alt)[:ALT_LENGTH],
    }


def _write_new(run: Import, rows: Sequence[ImportAddress]) -> None:
    new: dict[Where, ImportAddress] = {}
    for some in in_batches(rows, BATCH):
        known = _known(run, [row.digest for row in some])
        for row in some:
            if (row.digest, row.host) not in known:
                new.setdefault((row.digest, row.host), row)
    ImportAddress.objects.bulk_create(new.values(), BATCH)


def _known(run: Import, digests: Sequence[str]) -> dict[Where, ImportAddress]:
    found: dict[Where, ImportAddress] = {}
    for some in in_batches(digests, BATCH):
        rows = ImportAddress.objects.filter(run=run, digest__in=some)
        rows = rows.select_related("page").only(
            "run_id", "digest", "host", "place_key", "file", "page__title", "page__addresses"
        )
        found |= {(row.digest, row.host): row for row in rows}
    return found


def _is_own(row: ImportAddress) -> bool:
    """Whether a page stands at this address itself, rather than having stood there once."""
    own = row.page.addresses[:1] if row.page else []
    parts = parts_of(own[0]) if own else None
    return parts is not None and (digest_of(parts[1]), parts[0]) == (row.digest, row.host)
