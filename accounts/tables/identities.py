"""By which provider, and by which of its ids, people are known before they first sign in."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from accounts.providers import Provider
from accounts.tables import cells
from accounts.tables.cells import Refused

LENGTH = User._meta.get_field("external_id").max_length
Facts = list[tuple[str, str, str]]


class Identities:
    """Of whom a table may say it: those whom no provider knows otherwise yet. Everything else would
    hand somebody's account to another."""

    def __init__(self, people: Iterable[User], providers: Iterable[Provider]) -> None:
        self.providers = {one.key: one for one in providers}
        self.domains = {domain.lower() for one in self.providers.values() for domain in one.domains}
        self.held = {
            (one.external_source, one.external_id): one for one in people if one.external_id
        }

    def take(self, person: User, provider: str, external_id: str) -> Facts:
        """What is new in a line that says so: fields, their names, values. Raises Refused."""
        if not provider and not external_id:
            return []
        key = self._key(person, provider)
        found: Facts = []
        if person.external_source and person.external_source != key:
            raise Refused(f"Belongs to the identity provider “{person.external_source}” already.")
        if key != person.external_source:
            found.append(("external_source", "Identity provider", key))
        if external_id:
            found += self._id(person, key, external_id)
        return found

    def notes_on(self, person: User) -> list[str]:
        """What whoever adds a person should know of it."""
        domain = person.email.rpartition("@")[2]
        if self.domains and domain not in self.domains:
            return [f"No identity provider lets addresses of {domain} in: they could not sign in."]
        return []

    def _key(self, person: User, provider: str) -> str:
        if provider:
            if provider not in self.providers:
                known = ", ".join(self.providers) or "none"
                raise Refused(f"There is no identity provider “{provider[:40]}”. In use: {known}.")
            return provider
        if person.external_source:
            return person.external_source
        if len(self.providers) != 1:
            raise Refused("Whose id it is has to stand under “provider”.")
        return next(iter(self.providers))

    def _id(self, person: User, key: str, external_id: str) -> Facts:
        wanted = cells.identifier(external_id, LENGTH, "id")
        if person.external_id == wanted:
            return []
        if person.external_id:
            raise Refused("Is known to the identity provider by another id.")
        holder = self.held.get((key, wanted))
        if holder is not None:
            raise Refused(f"The id belongs to {holder.email} already.")
        self.held[(key, wanted)] = person
        return [("external_id", "Provider’s id", wanted)]
