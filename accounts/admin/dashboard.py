"""The first page's panels on departments, people, sign-in and the audit log."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import unseen
from accounts.admin.wording import ago, sentence
from accounts.admin_panels import BAD, WARN, Line, Panel, counted, first_page
from accounts.models import AccessToken, AuditEntry, IdentityProvider, User
from accounts.models.tree import load_tree
from accounts.models.user import Role

SOON = datetime.timedelta(days=30)
LINES = 8
DEEPEST = 3  # indents that the page knows


@first_page.add(10)
def people(request: HttpRequest) -> Panel:
    """How many there are, and whom somebody should look at."""
    page = reverse("admin:accounts_user_changelist")
    active = Q(is_active=True)
    told = User.objects.aggregate(
        active=Count("pk", filter=active),
        left=Count("pk", filter=~active),
        admins=Count("pk", filter=active & Q(is_superuser=True)),
        guests=Count("pk", filter=active & Q(role=Role.GUEST)),
        never=Count("pk", filter=active & Q(last_login=None)),
        nowhere=Count("pk", filter=active & Q(department=None)),
    )
    gone = unseen.find(settings.UNSEEN_DAYS).count()
    lines = [
        Line("Active", told["active"], f"{page}?state=active"),
        Line(
            "Administrators",
            told["admins"],
            f"{page}?state=admin",
            # One who is away or leaves, and nobody is left.
            WARN if told["admins"] < 2 else "",
        ),
        Line("Guests", told["guests"], f"{page}?state=guest"),
        Line("Have never signed in", told["never"], f"{page}?state=never"),
        Line("Not seen for long", gone, f"{page}?state=unseen", counted(gone, WARN)),
        Line(
            "Without a department",
            told["nowhere"],
            f"{page}?state=nowhere",
            counted(told["nowhere"], WARN),
        ),
        Line("Have left", told["left"], f"{page}?state=left"),
    ]
    return Panel("People", "users", lines=lines, more=("Everybody", page))


@first_page.add(20)
def departments(request: HttpRequest) -> Panel:
    """The tree, with who answers for each."""
    page = reverse("admin:accounts_department_changelist")
    branches = load_tree().branches_without(frozenset())
    managers = User.objects.in_bulk({branch.department.manager_id for branch in branches} - {None})
    lines = []
    for branch in branches:
        manager = managers.get(branch.department.manager_id)
        said, tone = (str(manager), "") if manager else ("nobody", WARN)
        if manager and not manager.is_active:
            said, tone = f"{manager}, who left", WARN
        url = reverse("admin:accounts_department_change", args=[branch.department.pk])
        depth = min(branch.depth, DEEPEST)
        lines.append(Line(branch.department.name, said, url, tone, depth))
    return Panel(
        "Departments",
        "network",
        "Who answers for each.",
        lines,
        ("All departments", page),
        "There is none yet: begin with the one at the top.",
    )


@first_page.add(40)
def signing_in(request: HttpRequest) -> Panel:
    """Where people sign in, and what is about to end."""
    page = reverse("admin:accounts_auditentry_changelist")
    day = timezone.now() - datetime.timedelta(days=1)
    counts = AuditEntry.objects.filter(at__gte=day).aggregate(
        came=Count("pk", filter=Q(kind="signed_in")),
        refused=Count("pk", filter=Q(kind__in=["sign_in_refused", "sign_in_failed"])),
    )
    lines = [*_providers(), *_tokens()]
    if settings.BREAK_GLASS:
        lines.append(Line("Local passwords (break-glass)", "switched on", "", WARN))
    since = f"{page}?topic=sign-in"
    lines.append(Line("Signed in within a day", counts["came"], f"{since}&kind=signed_in"))
    lines.append(
        Line("Turned away within a day", counts["refused"], since, counted(counts["refused"], WARN))
    )
    return Panel("Sign-in", "key-round", lines=lines, more=("Who signed in", since))


@first_page.add(90)
def log(request: HttpRequest) -> Panel:
    """The last lines of the audit log."""
    page = reverse("admin:accounts_auditentry_changelist")
    entries = AuditEntry.objects.select_related("by", "about")[:LINES]
    lines = [
        Line(
            sentence(entry),
            ago(entry.at),
            reverse("admin:accounts_auditentry_change", args=[entry.pk]),
        )
        for entry in entries
    ]
    return Panel(
        "Audit log",
        "scroll-text",
        "Who did what, most recent first.",
        lines,
        ("All of it", page),
        "Nothing so far.",
        is_wide=True,
    )


def _providers() -> list[Line]:
    """Those of the environment are in use always; an admin's can be switched off."""
    from accounts.providers import providers

    entered = {row.key: row for row in IdentityProvider.objects.all()}
    lines = []
    for found in providers():
        row = entered.pop(found.key, None)
        url = reverse("admin:accounts_identityprovider_change", args=[row.pk]) if row else ""
        lines.append(Line(found.name, "in use", url))
    for row in entered.values():
        url = reverse("admin:accounts_identityprovider_change", args=[row.pk])
        lines.append(Line(row.name, "not in use", url, WARN))
    return lines or [Line("Identity providers", "none", "", "" if settings.DEMO else BAD)]


def _tokens() -> list[Line]:
    now = timezone.now()
    ending = AccessToken.objects.filter(revoked_at=None, ends_at__lte=now + SOON)
    return [
        Line(
            str(token),
            "has ended" if token.ends_at <= now else f"ends {token.ends_at:%-d %B}",
            reverse("admin:accounts_accesstoken_changelist"),
            BAD if token.ends_at <= now else WARN,
        )
        for token in ending.order_by("ends_at")[:5]
    ]
