"""Claims in, a person out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from accounts.claims import rights, values
from accounts.claims.person import ClaimsRefused, Path, Person
from accounts.claims.table import ClaimsTable, Names, path_in, table_of

if TYPE_CHECKING:
    from accounts.providers.provider import Provider

DEEPEST, NAME_LENGTH = 20, 100  # departments
Found = tuple[Any, str]  # what is said, and by which claim


def read_person(claims: object, *, provider: Provider, issuer: object) -> Person:
    """What the claims say about a person who may sign in through this provider.

    Its `domains` are matched exactly: a subdomain is another domain. Its `trust_email` takes an
    address for verified when the provider leaves `email_verified` out; a plain “no” stays a no.
    Raises ClaimsRefused, and nothing else, whatever the claims are.
    """
    if not isinstance(claims, Mapping):
        raise ClaimsRefused("The identity provider's answer could not be read.")
    table = table_of(provider)
    groups, roles = rights.groups_in(claims, table), rights.roles_in(claims, table)
    names = rights.decisive(groups, roles)
    role = rights.role(names, table)
    return Person(
        issuer=values.identifier(issuer, values.ISSUER_LENGTH, "its own address"),
        subject=values.identifier(claims.get("sub"), values.SUBJECT_LENGTH, "an id for you"),
        email=values.email(claims, provider.domains, provider.trust_email),
        name=_name(claims, table)[0],
        locale=_first(claims, table.locale, values.locale)[0],
        job_title=_first(claims, table.job_title, values.plain)[0],
        provider_key=provider.key,
        picture=_picture(claims, table),
        department=_department(claims, table)[0],
        line_manager=_first(claims, table.line_manager, values.somebody)[0],
        groups=rights.here(groups, table),
        roles=roles,
        makes_departments=table.create_departments,
        is_admin=rights.is_admin(names, table),
        role=role,
        is_usual_role=role != rights.role_by_groups(names, table),
        manages=rights.manages(names, table),
    )


def preview(claims: Mapping[str, Any], provider: Provider) -> list[tuple[str, Any, str]]:
    """For an admin who tries a provider out: each thing, what it would become, and the claim that
    said so ("" where none did)."""
    table = table_of(provider)
    groups, roles = rights.groups_in(claims, table), rights.roles_in(claims, table)
    names = rights.decisive(groups, roles)
    department, said_by = _department(claims, table)
    sources = ", ".join(_those_there(claims, (*table.groups, *table.roles)))
    is_admin = rights.is_admin(names, table)
    email = claims.get("email")
    return [
        ("E-mail", email.strip().lower() if isinstance(email, str) else "", "email"),
        ("Name", *_name(claims, table)),
        ("Job title", *_first(claims, table.job_title, values.plain)),
        ("Language", *_first(claims, table.locale, values.locale)),
        ("Picture", *_first(claims, table.picture, values.address_of_picture)),
        ("Department", " / ".join(department or ()), said_by),
        ("Line manager", *_first(claims, table.line_manager, values.somebody)),
        ("Groups", sorted(rights.here(groups, table) or ()), sources),
        ("Administrator", {True: "yes", False: "no", None: "as set here"}[is_admin], sources),
        ("Role", rights.role(names, table) or "as set here", sources),
    ]


def department_path(said: object, table: ClaimsTable) -> Path | None:
    """What the table says of a department's name counts, else it is a path itself."""
    if not isinstance(said, str) or not said.strip():
        return None
    mapped = table.departments.get(said.strip().casefold())
    parts = mapped or path_in(said[:2000], table.department_separator)
    path = tuple(filter(None, map(values.plain, parts)))
    fits = 0 < len(path) <= DEEPEST and all(len(name) <= NAME_LENGTH for name in path)
    return path if fits else None


def _name(claims: Mapping[str, Any], table: ClaimsTable) -> Found:
    name, said_by = _first(claims, table.name, values.plain)
    if name:
        return name, said_by
    parts = [values.plain(claims.get(part)) for part in ("given_name", "family_name")]
    joined = " ".join(filter(None, parts))[: values.TEXT_LENGTH].rstrip()
    return joined, "given_name, family_name" if joined else ""


def _department(claims: Mapping[str, Any], table: ClaimsTable) -> tuple[Path | None, str]:
    said, said_by = _first(claims, table.department, values.first_of)
    path = department_path(said, table)
    return path, said_by if path else ""


def _picture(claims: Mapping[str, Any], table: ClaimsTable) -> str | None:
    return _first(claims, table.picture, values.address_of_picture)[0] if table.picture else None


def _first(claims: Mapping[str, Any], names: Names, read: Callable[[object], Any]) -> Found:
    """What the first claim says that says anything, and its name; "" twice where none does."""
    for name in names:
        if value := read(values.found(claims, name)):
            return value, name
    return "", ""


def _those_there(claims: Mapping[str, Any], names: Names) -> list[str]:
    return [name for name in names if values.found(claims, name) is not None]
