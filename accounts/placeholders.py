"""People of an old wiki who are nobody here: their name alone, so that a page can say who wrote it.

A placeholder cannot sign in, is told nothing and is offered nowhere. Should they turn up, an admin
maps the old wiki's author to the person at the next import; these rows stay as they are.
"""

from __future__ import annotations

import hashlib

from accounts.models import User
from accounts.models.user import OLD_WIKI

# No mail ever reaches this domain (RFC 2606).
DOMAIN = "imported.invalid"
NAMELESS = "Somebody unnamed"


def placeholder(name: str, source: str, key: str) -> User:
    """The placeholder of an author, made on first asking.

    `source` names the old wiki, `key` the author within it: the two tell whom is meant, a name
    alone never does. Later calls leave the row as it is, whatever name they give.
    """
    known = hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()
    found, is_new = User.objects.get_or_create(
        external_source=OLD_WIKI,
        external_id=known,
        defaults={
            "email": f"{known[:32]}@{DOMAIN}",
            "name": _printable(name) or _printable(key) or NAMELESS,
            "is_active": False,
        },
    )
    if is_new:
        found.set_unusable_password()
        found.save(update_fields=["password"])
    return found


def _printable(name: str) -> str:
    kept = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(kept.split())[:150].strip()
