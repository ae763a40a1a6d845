"""Django's sessions in the database, which also know when their browser was last seen."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, OuterRef, Subquery
from django.utils import timezone

from accounts.models import BrowserSession
from accounts.prepared import Parameter, Prepared
from accounts.sessions.idling import idle_since

KEY, NOW = Parameter("key", CharField()), Parameter("now", DateTimeField())


class SessionStore(DatabaseStore):
    """One query as before, which brings along when the sign-in was last seen: so a sign-in that
    nobody used ends without another one, and no request writes only to find that out.

    `last_seen_at` is None until something was loaded, and for a session that has no sign-in's row.
    """

    last_seen_at: datetime.datetime | None = None
    was_loaded = False

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        for row in _query().fetch(key=self.session_key, now=now):
            data, self.last_seen_at = _query().convert(row)
            since = idle_since(now)
            if since is None or self.last_seen_at is None or self.last_seen_at >= since:
                self.was_loaded = True
                return self.decode(data)
        self._session_key = None
        return {}

    def cycle_key(self) -> None:
        """Another key for the same sign-in; its row keeps up."""
        old = self.session_key
        super().cycle_key()
        BrowserSession.objects.filter(session_key=old).update(session_key=self.session_key)

    def flush(self) -> None:
        """The sign-in is over, whoever ended it."""
        BrowserSession.objects.filter(session_key=self.session_key or "").delete()
        super().flush()

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session


@lru_cache(maxsize=1)
def _query() -> Prepared:
    seen = BrowserSession.objects.filter(session_key=OuterRef("session_key")).order_by()
    found = Session.objects.filter(session_key=KEY, expire_date__gt=NOW)
    return Prepared(found.values_list("session_data", Subquery(seen.values("last_seen_at")[:1])))
