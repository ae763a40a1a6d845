"""Old addresses that cannot be led on, because something else has them."""

from __future__ import annotations

from collections.abc import Sequence

from importing.addressing import public_addresses
from importing.models import Form, Import, ImportPage, Topic
from importing.noting import Notes
from processes import old_addresses


def note_clashes(run: Import, pages: Sequence[ImportPage], notes: Notes) -> None:
    """Of pages that are to come (a few queries, however many)."""
    whose = {
        address: page
        for page in pages
        if page.form == Form.PUBLISHED
        for address in public_addresses(page)
    }
    for clash in old_addresses.clashes(whose):
        page = whose[clash.address]
        said = f"{clash.address} does not lead here: {clash.held_by}."
        notes.add(Topic.ADDRESS, page.key, said, page.pk)
