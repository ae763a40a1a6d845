"""What an admin set about a person stays, whatever their identity provider says."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User

FIELDS = (
    *("name", "job_title", "department", "line_manager"),
    *("role", "is_superuser", "locale"),
)
# Rights that groups at a provider give, and take again from those to whom they gave them.
RIGHTS = ("role", "is_superuser")
ANY_SOURCE = "*"


def keep(user: User, fields: Iterable[str]) -> None:
    """From now on no provider overwrites these; names that are none of FIELDS are passed over."""
    _save(user, {*user.by_hand, *fields})


def follow_again(user: User, fields: Iterable[str]) -> None:
    """From now on the provider's word counts again for these, at the next time it is heard. It may
    also take a right that an admin gave."""
    fields = {*fields}
    for right in fields & {*RIGHTS} & {*user.by_hand}:
        told, now = user.given_by.get(right, {}), getattr(user, right)
        sources = told["by"] if told.get("value") == now else {}
        given = {"by": {**sources, ANY_SOURCE: now}, "value": now}
        user.given_by = {**user.given_by, right: given}
    _save(user, {*user.by_hand} - fields)


def is_kept(user: User, field: str) -> bool:
    """Whether an admin set this, so that it stays."""
    return field in user.by_hand


def _save(user: User, kept: set[str]) -> None:
    by_hand = [name for name in FIELDS if name in kept]
    if by_hand != user.by_hand:
        user.by_hand = by_hand
        user.save(update_fields=["by_hand", "given_by"])
