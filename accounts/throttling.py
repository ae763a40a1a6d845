"""Trying again and again is slow: so many tries at an entrance, then a pause.

Counted in the database, so that all web processes count together; by one statement, so that of
many at once none is missed.
"""

from __future__ import annotations

import datetime
import hashlib
import ipaddress

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from accounts.auditing import record
from accounts.models import Tries

# Over the limit nothing is written any more, except for the one try that passed it.
COUNT = """
    INSERT INTO accounts_tries (key, count, until) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN accounts_tries.until <= %s THEN 1 ELSE accounts_tries.count + 1 END,
        until = CASE WHEN accounts_tries.until <= %s THEN excluded.until
                     ELSE accounts_tries.until END
    WHERE accounts_tries.until <= %s OR accounts_tries.count <= %s
    RETURNING count
"""

# Every customer with an IPv4 address looks as if they came from this one network (RFC 6052).
SHARED = ipaddress.IPv6Network("64:ff9b::/96")


def allow(
    entrance: str, who: str, limit: int, seconds: int, *, request: HttpRequest | None = None
) -> bool:
    """Counts one try of `who` (an address, a person, both) at an entrance, and says whether it is
    within `limit` of them in `seconds`, which run from the first one (one statement).

    Of IPv6 addresses the network counts, as each customer has one. The try that passes the limit
    is told in the audit log, once until the count begins anew. Call it outside a transaction that
    a refusal rolls back: the count would go as well.
    """
    now = timezone.now()
    until = now + datetime.timedelta(seconds=seconds)
    moment, end = (connection.ops.adapt_datetimefield_value(at) for at in (now, until))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_key(entrance, who), end, moment, moment, moment, limit])
        row = cursor.fetchone()
    count = row[0] if row else limit + 2
    if count == limit + 1:
        record("too_many_tries", what=entrance, request=request)
    return count <= limit


def is_closed(entrance: str, who: str, limit: int) -> bool:
    """Whether `limit` tries are used up; counts nothing (one query)."""
    found = Tries.objects.filter(key=_key(entrance, who), until__gt=timezone.now())
    return found.filter(count__gte=limit).exists()


def forget(entrance: str, who: str) -> None:
    """It was the right one after all: the tries begin anew."""
    Tries.objects.filter(key=_key(entrance, who)).delete()


def _key(entrance: str, who: str) -> str:
    # Hashed: what anybody types into a form is not kept, and is of any length.
    counted = "\n".join([entrance, *map(_network, who.split("\n"))])
    return hashlib.sha256(counted.encode(errors="replace")).hexdigest()


def _network(who: str) -> str:
    try:
        address = ipaddress.IPv6Address(who)
    except ValueError:
        return who
    if address in SHARED:
        return who
    return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
