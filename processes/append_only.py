"""The log of decisions is append-only in the database too, and its lines are kept for ever.

See accounts.append_only, which refuses for this log and for the audit log alike; what is enforced
or lifted here is so for both.
"""

from __future__ import annotations

from accounts.append_only import LOGS, Log, enforce, is_enforced, lift
from processes.models import Decision

__all__ = ["enforce", "is_enforced", "lift"]

DECISIONS = Log(
    Decision._meta.db_table,
    "log",
    "processes_log_is_append_only",
    "The log is append-only: a decision is never changed or deleted.",
)
if DECISIONS not in LOGS:
    LOGS.append(DECISIONS)
