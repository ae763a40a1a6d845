"""The tables of this app that refer to people, and Django's own."""

from __future__ import annotations

from accounts.notifications import doors
from accounts.personal_data.registry import exempt, register, register_sentences

AUDIT = "at kind what detail"


def register_all() -> None:
    _signing_in()
    _answering()
    _told()
    _administration()
    register_sentences("accounts.Notification", "title", "text", "excerpt")
    register_sentences("admin.LogEntry", "object_repr", "change_message")
    # What an admin calls a file is theirs to say, also “Zoe leaves.csv”.
    register_sentences("accounts.TableImport", "name")


def _signing_in() -> None:
    sessions = "provider_key signed_in_at last_seen_at ends_at address browser"
    register("accounts.BrowserSession", "person", "Where you are signed in", sessions, goes=True)
    identity = "provider uid date_joined last_login extra_data"
    register("socialaccount.SocialAccount", "user", "Accounts of the provider", identity, goes=True)
    register("account.EmailAddress", "user", "E-mail addresses", "email verified", goes=True)
    told = "provider_key user_name external_id told made_at changed_at"
    register("accounts.DirectoryRecord", "person", "What a directory says", told, goes=True)
    register("accounts.FeedKey", "person", "Your feeds", "made_at used_on", goes=True)
    register("accounts.Portrait", "person", "Your picture", "source fetched_at", goes=True)


def _answering() -> None:
    days = "starts ends reason"
    register("accounts.Department", "manager", "Departments you manage", "name slug")
    register("accounts.Deputy", "manager", "Your deputies", f"{days} deputy__name", goes=True)
    register(
        "accounts.Deputy", "deputy", "Whose deputy you are", f"{days} manager__name", goes=True
    )
    register("accounts.Membership", "person", "Groups", "group__name source", goes=True)
    admitted = "department__name made_at"
    register("accounts.Admission", "person", "Departments you may read", admitted, goes=True)
    register("accounts.Admission", "made_by", "Whom you admitted", admitted)


def _told() -> None:
    line = "created_at event title text url read_at mail"
    rule = {"shut": doors.shut, "named": "title text url"}
    register("accounts.Notification", "user", "Your inbox", line, goes=True, **rule)
    register("accounts.Digest", "user", "Daily e-mails", "day created_at mail", goes=True)
    exempt("accounts.Notification.actor", "The line is in somebody else's inbox.")


def _administration() -> None:
    register("accounts.AuditEntry", "by", "What you did, in the audit log", f"{AUDIT} address")
    # Without the address: it is that of whoever did it.
    register("accounts.AuditEntry", "about", "What was done to you, in the audit log", AUDIT)
    register("accounts.AccessToken", "made_by", "Access tokens you made", "name made_at ends_at")
    register("accounts.IdentityProvider", "changed_by", "Providers you changed last", "key name")
    register("accounts.TableImport", "made_by", "Tables you brought in", "kind name made_at")
    changes = "action_time object_repr change_message"
    register("admin.LogEntry", "user", "What you changed in the administration", changes)
    exempt("accounts.User.line_manager", "It is told of the person who reports to somebody.")
    exempt("accounts.Group.members", "Memberships are told one by one.")
    exempt("accounts.User_groups.user", "Django's own groups are not used.")
    exempt("accounts.User_user_permissions.user", "Django's own permissions are not used.")
