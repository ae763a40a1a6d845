"""The person behind a request: their row, and how much waits unread, in one prepared query.

The number is counted each time, from an index that holds nothing but unread rows, and not kept on
the person's row: a stored number would have to be kept right by every writer, and each
notification of a thousand readers would write a thousand people's rows and wait for their locks.
"""

from __future__ import annotations

from functools import lru_cache

from django.db.models import BigIntegerField, IntegerField, Subquery

from accounts.models import Notification, User
from accounts.prepared import Parameter, Prepared

PERSON = [field.attname for field in User._meta.concrete_fields]
ID = Parameter("id", BigIntegerField())


class RowsOf(Subquery):
    """How many rows a query has, its limit included."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def load_person(pk: int) -> User | None:
    """The person with `unread` filled in, or None (one query)."""
    query = _query()
    for row in query.fetch(id=pk):
        *facts, unread = query.convert(row)
        person = User.from_db("default", PERSON, facts)
        person.unread = unread
        return person
    return None


@lru_cache(maxsize=1)
def _query() -> Prepared:
    unread = Notification.objects.filter(user_id=ID).counted().values("pk")
    found = User.objects.order_by().filter(pk=ID)
    return Prepared(found.values_list(*PERSON, RowsOf(unread)))
