"""What is known about somebody who signs in, and the refusals."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

STORED_LENGTH = 191  # allauth's SocialAccount.uid; the standard allows 255
DIGEST = "sha256:"
Path = tuple[str, ...]  # names of departments, from the top of the tree down


class EntryRefused(Exception):
    """Somebody may not come in; `reason` is the sentence they read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ClaimsRefused(EntryRefused):
    """The identity provider's answer does not name somebody who may sign in here."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in: (issuer, subject) is who they are, the rest is what is known about them.

    Texts are empty where the provider does not say, other things None; `picture` is None where it
    never has any. `line_manager` is an address or the provider's id of somebody; `role` “guest”,
    “reader”, or “author” for whom their groups give neither (`is_usual_role`: they do not, it is
    everybody's at this provider); `manages` the departments they answer for where nobody does.
    `makes_departments`: a department that is not there yet is made.
    """

    issuer: str
    subject: str
    email: str
    name: str = ""
    locale: str = ""
    job_title: str = ""
    provider_key: str = ""
    picture: str | None = None
    department: Path | None = None
    line_manager: str = ""
    groups: frozenset[str] | None = None
    roles: frozenset[str] = frozenset()
    makes_departments: bool = False
    is_admin: bool | None = None
    role: str | None = None
    is_usual_role: bool = False
    manages: tuple[Path, ...] = ()

    @property
    def uid(self) -> str:
        """The subject as it is stored: a long one as its digest, and so what looks like one."""
        if len(self.subject) <= STORED_LENGTH and not self.subject.startswith(DIGEST):
            return self.subject
        return DIGEST + hashlib.sha256(self.subject.encode()).hexdigest()
