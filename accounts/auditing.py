"""The audit log: who signed in, who was let in where, who changed what in the administration.

What happens to pages is in the log of decisions (`Decision`); here stands what that log does not
say. People are referred to, never named in words, so that whoever is anonymised is so here too.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import AuditEntry, User

# As some proxies write an address: 192.0.2.1:4711, [2001:db8::1]:4711.
WITH_PORT = re.compile(r"\A(?:([0-9.]+)|\[([0-9A-Fa-f:.]+)\])(?::[0-9]+)?\Z")

# Each kind of line, and what it is called on screen.
KINDS = {
    # Signing in and out
    "signed_in": "Signed in",
    "sign_in_refused": "Sign-in refused",
    "sign_in_failed": "Sign-in failed at the provider",
    "too_many_tries": "Too many tries",
    "break_glass_used": "Signed in with a local password",
    "signed_out": "Signed out",
    "session_ended": "Signed out elsewhere",
    "sessions_ended": "Signed out everywhere",
    "signed_out_by_provider": "Signed out by the provider",
    # People
    "person_added": "Person added",
    "person_linked": "Person linked to an account of the provider",
    "person_changed": "Person changed",
    "person_deactivated": "Person deactivated",
    "person_reactivated": "Person active again",
    "person_released": "Person released from the provider's account",
    "person_unseen": "Not seen at the provider",
    "person_anonymised": "Person anonymised",
    "personal_data_exported": "Personal data exported",
    # What they may do
    "admin_changed": "Administrator made or unmade",
    "role_changed": "Role changed",
    "group_changed": "Group changed",
    "admission_changed": "Admission changed",
    "department_changed": "Department changed",
    "departments_merged": "Departments merged",
    "manager_changed": "Manager changed",
    "owner_changed": "Owner changed",
    "deputy_changed": "Deputy changed",
    "trust_changed": "Trust changed",
    # The administration
    "entry_added": "Added in the administration",
    "entry_changed": "Changed in the administration",
    "entry_deleted": "Deleted in the administration",
    "provider_changed": "Identity provider changed",
    "token_made": "Access token made",
    "token_revoked": "Access token revoked",
    "token_used": "Access token used",
    "token_refused": "Access token refused",
    "directory_refused": "Refused to a directory",
    "table_imported": "Table imported",
    "exported": "Exported",
    "imported": "Imported from another wiki",
    "backed_up": "Backup made",
    "restored": "Restored from a backup",
}


def record(
    kind: str,
    *,
    by: User | None = None,
    about: User | None = None,
    what: object = "",
    request: HttpRequest | None = None,
    **detail: Any,
) -> AuditEntry:
    """Writes one line (one statement), within the caller's transaction if there is one.

    `by` is who did it (None: the provider, a job), `about` whom it was done to, `what` the thing,
    `request` where it came from, `detail` plain values that JSON can hold. No detail may name a
    person in words whom a reference can name. Raises KeyError for a kind that nobody knows.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    return AuditEntry.objects.create(
        kind=kind,
        by=by if by and by.pk else None,
        about=about,
        what=str(what)[:300],
        detail=detail,
        address=address_of(request),
    )


def record_each(
    kind: str,
    people: Iterable[tuple[User, dict[str, Any]]],
    *,
    by: User | None = None,
    what: object = "",
    request: HttpRequest | None = None,
) -> None:
    """As `record`, the same of many people, each with their detail, in a few statements."""
    if kind not in KINDS:
        raise KeyError(kind)
    address = address_of(request)
    lines = [
        AuditEntry(
            kind=kind, by=by, about=about, what=str(what)[:300], detail=detail, address=address
        )
        for about, detail in people
    ]
    AuditEntry.objects.bulk_create(lines, 500)


def address_of(request: HttpRequest | None) -> str | None:
    """The visitor's IP address, as far as the server knows it.

    Behind a proxy it is what that proxy wrote last; whatever stands before it anybody may have
    written.
    """
    if request is None:
        return None
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip() or told
    told = WITH_PORT.sub(r"\1\2", told)
    try:
        address = ipaddress.ip_address(told.partition("%")[0])
    except ValueError:
        return None
    # A socket for both kinds of addresses tells IPv4 as “::ffff:192.0.2.1”: who counts tries by
    # networks of IPv6 would take all of them for one.
    return str(getattr(address, "ipv4_mapped", None) or address)
