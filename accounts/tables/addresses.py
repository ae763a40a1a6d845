"""First parts of addresses: which are free, and which still lead somewhere."""

from __future__ import annotations

import re

from accounts.models import Department
from accounts.models.department import RESERVED_SLUGS
from accounts.spelling import address_of
from accounts.tables.cells import Refused
from accounts.tables.places import Places

LENGTH = Department._meta.get_field("slug").max_length


class Addresses:
    """`old` are addresses of before, with the ids of the departments to which they lead."""

    def __init__(self, places: Places, old: dict[str, int]) -> None:
        self.places = places
        self.old = old

    def check(self, slug: str, department: Department | None) -> str:
        """The address, where this department (None: a new one) may have it. Raises Refused."""
        if not re.fullmatch(r"[-a-zA-Z0-9_]+", slug) or len(slug) > LENGTH:
            raise Refused(
                f"“{slug[:60]}” is no address: letters, digits, hyphens, {LENGTH} at most."
            )
        if slug in RESERVED_SLUGS:
            raise Refused(f"“{slug}” is an address of the site itself.")
        holder = self.places.by_slug.get(slug)
        if holder is not None and holder is not department:
            raise Refused(f"“{slug}” is the address of {holder.name}.")
        leads_to = self.old.get(slug)
        if leads_to is not None and (department is None or leads_to != department.pk):
            raise Refused(f"“{slug}” is an old address of another department, still in use.")
        return slug

    def free(self, name: str) -> str:
        """An address like the name that nobody has or had."""
        plain = address_of(name, LENGTH)
        slug, number = plain, 2
        while slug in RESERVED_SLUGS or slug in self.places.by_slug or slug in self.old:
            slug = f"{plain[: LENGTH - 5]}-{number}"
            number += 1
        return slug
