"""What the lines of the audit log are about, for whoever looks for some of them."""

from __future__ import annotations

from accounts.auditing import KINDS

SIGN_IN, PEOPLE, RIGHTS, REST = "sign-in", "people", "rights", "administration"
TOPICS = {
    SIGN_IN: "Signing in and out",
    PEOPLE: "People coming, changing, leaving",
    RIGHTS: "What people may do",
    REST: "The administration",
}
_KINDS = {
    SIGN_IN: (
        *("signed_in", "sign_in_refused", "sign_in_failed", "too_many_tries", "break_glass_used"),
        *("signed_out", "session_ended", "sessions_ended", "signed_out_by_provider"),
    ),
    RIGHTS: (
        *("admin_changed", "role_changed", "group_changed", "admission_changed"),
        *("department_changed", "departments_merged", "manager_changed", "owner_changed"),
        *("deputy_changed", "trust_changed"),
    ),
}


def kinds_of(topic: str) -> list[str]:
    """Kinds of lines on it; those that no other topic has are of the administration."""
    return [kind for kind in KINDS if _topic_of(kind) == topic]


def _topic_of(kind: str) -> str:
    if kind.startswith("person"):
        return PEOPLE
    return next((topic for topic, kinds in _KINDS.items() if kind in kinds), REST)
