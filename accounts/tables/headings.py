"""The columns of each kind of table, and what people call them."""

from __future__ import annotations

import unicodedata

from accounts.models.table_import import TableKind

# Column → its other names. Case, accents, spaces and punctuation do not matter.
PEOPLE = {
    "email": ("e-mail address", "mail", "user name", "login", "upn", "courriel"),
    "name": ("full name", "display name", "nom"),
    "job_title": ("title", "job", "position", "function", "fonction"),
    "department": ("department path", "team", "unit", "abteilung", "departement"),
    "line_manager": ("manager", "reports to", "supervisor", "manager email", "line manager email"),
    "role": ("rights",),
    "provider": ("identity provider",),
    "external_id": ("id", "subject", "object id", "oid", "provider id"),
    "active": ("is active", "enabled", "account enabled"),
}
DEPARTMENTS = {
    "path": ("department", "department path"),
    "name": ("department name", "nom"),
    "parent": ("belongs to", "below", "parent path", "parent department"),
    "slug": ("address",),
    "manager": ("manager email", "head", "responsible"),
    "visibility": ("readers", "visible to", "open to"),
    "description": ("about",),
    "four_eyes": ("four-eyes principle",),
    "review_months": ("review interval", "review interval (months)"),
    "decide_days": ("days to decide",),
    "position": ("order",),
}
OF_KIND = {TableKind.PEOPLE.value: PEOPLE, TableKind.DEPARTMENTS.value: DEPARTMENTS}
# At least one of each group must be there.
NEEDED = {
    TableKind.PEOPLE.value: ("email",),
    TableKind.DEPARTMENTS.value: ("path", "name"),
}


def headings(kind: str) -> list[str]:
    """The columns of this kind of table, as we call them ourselves."""
    return list(OF_KIND[kind])


def column_of(kind: str, heading: str) -> str:
    """The column that a heading means, or ""."""
    wanted = squeezed(heading)
    for column, others in OF_KIND[kind].items():
        if wanted and wanted in map(squeezed, (column, *others)):
            return column
    return ""


def squeezed(text: str) -> str:
    """Its letters and digits alone, without accents and case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
