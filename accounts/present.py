"""The person behind a request: their row, how much waits unread, and where they are let in, in
one prepared query.

The number is counted each time, from an index that holds nothing but unread rows, and not kept on
the person's row: a stored number would have to be kept right by every writer, and each
notification of a thousand readers would write a thousand people's rows and wait for their locks.
"""

from __future__ import annotations

import json
from functools import lru_cache

from django.db.models import BigIntegerField, IntegerField, Subquery

from accounts.models import Admission, Notification, User
from accounts.prepared import Listed, Parameter, Prepared

PERSON = [field.attname for field in User._meta.concrete_fields]
ID = Parameter("id", BigIntegerField())


class RowsOf(Subquery):
    """How many rows a query has, its limit included."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def load_person(pk: int) -> User | None:
    """The person with `unread` and `admitted` filled in, or None (one query)."""
    query = _query()
    for row in query.fetch(id=pk):
        *facts, unread, admitted = query.convert(row)
        person = User.from_db("default", PERSON, facts)
        person.unread = unread
        person.admitted = frozenset(pk for (pk,) in json.loads(admitted or "[]"))
        return person
    return None


@lru_cache(maxsize=1)
def _query() -> Prepared:
    unread = Notification.objects.filter(user_id=ID).counted().values("pk")
    admitted = Admission.objects.of(ID).annotate(listed=Listed("department_id")).values("listed")
    found = User.objects.order_by().filter(pk=ID)
    return Prepared(found.values_list(*PERSON, RowsOf(unread), Subquery(admitted)))
