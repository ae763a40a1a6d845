"""What the page of a person says beside its form."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.admin.wording import ago, sentence
from accounts.admin_panels import Line, Panel, person_page
from accounts.models import Admission, AuditEntry, Deputy, User

LINES = 6


@person_page.add(10)
def rights(request: HttpRequest, person: User) -> Panel:
    """Departments they answer for or are let into, their groups, for whom they decide."""
    lines = [
        Line(department.name, "manages", _department(department.pk))
        for department in person.managed_departments.order_by("name")
    ]
    standing_in = Deputy.objects.filter(deputy=person, ends__gte=timezone.localdate())
    for entry in standing_in.select_related("manager"):
        url = reverse("admin:accounts_deputy_change", args=[entry.pk])
        lines.append(Line(f"Deputy of {entry.manager}", f"until {entry.ends:%-d %B %Y}", url))
    admissions = Admission.objects.filter(Q(person=person) | Q(group__members=person))
    for one in admissions.select_related("department", "group").distinct():
        by = f"admitted, as one of {one.group}" if one.group else "admitted"
        lines.append(Line(one.department.name, by, _department(one.department_id)))
    for name in person.in_groups.order_by("name").values_list("name", flat=True).distinct():
        lines.append(Line(name, "group"))
    more = ("What they may see, and why", reverse("why_person", args=[person.pk]))
    return Panel(
        "Departments and groups", "network", lines=lines, more=more, empty="None, but their own."
    )


@person_page.add(40)
def log(request: HttpRequest, person: User) -> Panel:
    """The last lines of the audit log by them or about them."""
    mine = AuditEntry.objects.filter(Q(by=person) | Q(about=person)).select_related("by", "about")
    lines = [Line(sentence(entry), ago(entry.at), _entry(entry.pk)) for entry in mine[:LINES]]
    page = reverse("admin:accounts_auditentry_changelist")
    more = ("All of it", f"{page}?person={person.pk}")
    return Panel("What happened", "scroll-text", lines=lines, more=more, empty="Nothing so far.")


def _department(pk: int) -> str:
    return reverse("admin:accounts_department_change", args=[pk])


def _entry(pk: int) -> str:
    return reverse("admin:accounts_auditentry_change", args=[pk])
