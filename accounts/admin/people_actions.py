"""What is done to several people at once, each after a page that asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts import by_hand
from accounts.admin.confirming import Deed, confirm
from accounts.admin.last_admin import keep_one
from accounts.auditing import record
from accounts.leaving import deactivate, end_sessions, release
from accounts.models import Admission, Department, User
from accounts.models.user import Role

People = list[User]
Told = dict[str, Any]


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role, widget=forms.RadioSelect)


class DepartmentForm(forms.Form):
    department = forms.ModelChoiceField(Department.objects.order_by("name"))


def _make_inactive(request: HttpRequest, people: People, told: Told) -> str:
    others = [person for person in people if person.pk != request.user.pk]
    keep_one(*others)
    gone = [person for person in others if deactivate(person, request.user)]
    return f"{_count(len(gone))} made inactive. What they answered for waits to be handed over."


def _sign_out(request: HttpRequest, people: People, told: Told) -> str:
    for person in people:
        end_sessions(person, request.user)
    return f"{_count(len(people))} signed out everywhere."


def _release(request: HttpRequest, people: People, told: Told) -> str:
    for person in people:
        release(person)
        record("person_released", by=request.user, about=person, request=request)
    return "Released. Whoever signs in next with the same verified address takes the person over."


def _set_role(request: HttpRequest, people: People, told: Told) -> str:
    role = Role(told["role"])
    changed = [person for person in people if person.role != role]
    for person in changed:
        before, person.role = person.role, role
        person.save(update_fields=["role"])
        by_hand.keep(person, ["role"])
        record(
            "role_changed",
            by=request.user,
            about=person,
            request=request,
            before=before,
            after=role.value,
        )
    return f"{_count(len(changed))}: {role.label.partition(':')[0].lower()} from now on."


def _move(request: HttpRequest, people: People, told: Told) -> str:
    department = told["department"]
    moved = [person for person in people if person.department_id != department.pk]
    for person in moved:
        person.department = department
        person.save(update_fields=["department"])
        by_hand.keep(person, ["department"])
        record(
            "person_changed",
            by=request.user,
            about=person,
            what=department,
            request=request,
            fields=["department"],
        )
    return f"{_count(len(moved))} moved to {department}."


def _admit(request: HttpRequest, people: People, told: Told) -> str:
    department, count = told["department"], 0
    for person in people:
        _, is_new = Admission.objects.get_or_create(
            department=department, person=person, defaults={"made_by": request.user}
        )
        if is_new:
            count += 1
            record(
                "admission_changed",
                by=request.user,
                about=person,
                what=department,
                request=request,
                admitted=True,
            )
    return f"{_count(count)} may read {department} now."


def _follow(request: HttpRequest, people: People, told: Told) -> str:
    for person in people:
        if fields := list(person.by_hand):
            by_hand.follow_again(person, fields)
            record("person_changed", by=request.user, about=person, request=request, follows=fields)
    return "From their next sign-in on they are as the identity provider says."


def _count(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


DEEDS = {
    "make_inactive": Deed(
        "make_inactive",
        "Make inactive?",
        "They have left: they are signed out everywhere and cannot come in any more. Their pages"
        " and decisions keep their names, and what they answered for is handed over by the manager"
        " of their department. You yourself are passed over.",
        "Make inactive",
        _make_inactive,
        is_grave=True,
    ),
    "sign_out_everywhere": Deed(
        "sign_out_everywhere",
        "Sign out everywhere?",
        "Their sign-ins end at once, in every browser. They may sign in again. A local password,"
        " if there is one, ends too.",
        "Sign out everywhere",
        _sign_out,
        is_grave=True,
    ),
    "set_role": Deed(
        "set_role",
        "Give a role",
        "What they may do where they answer for nothing. The identity provider does not change it"
        " any more.",
        "Give this role",
        _set_role,
        RoleForm,
    ),
    "move": Deed(
        "move",
        "Move to a department",
        "They become members there. The identity provider does not change it any more.",
        "Move",
        _move,
        DepartmentForm,
    ),
    "admit": Deed(
        "admit",
        "Admit to a department",
        "They may read this department, and what lies open below it, without being its members.",
        "Admit",
        _admit,
        DepartmentForm,
    ),
    "follow_provider": Deed(
        "follow_provider",
        "Follow the identity provider again?",
        "What was set here by hand is as the provider says from their next sign-in on.",
        "Follow the provider",
        _follow,
    ),
    "release_from_provider": Deed(
        "release_from_provider",
        "Release from the identity provider’s account?",
        "For somebody who got a new account there, or a company that changes its provider. They are"
        " signed out, and whoever signs in next with the same verified address takes the person"
        " over.",
        "Release",
        _release,
        is_grave=True,
    ),
}


class PeopleActions(admin.ModelAdmin):
    actions = tuple(DEEDS)

    @admin.action(description="Make inactive (they left) …")
    def make_inactive(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["make_inactive"])

    @admin.action(description="Sign out everywhere …")
    def sign_out_everywhere(
        self, request: HttpRequest, people: QuerySet[User]
    ) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["sign_out_everywhere"])

    @admin.action(description="Give a role …")
    def set_role(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["set_role"])

    @admin.action(description="Move to a department …")
    def move(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["move"])

    @admin.action(description="Admit to a department …")
    def admit(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["admit"])

    @admin.action(description="Follow the identity provider again …")
    def follow_provider(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["follow_provider"])

    @admin.action(description="Release from the identity provider’s account …")
    def release_from_provider(
        self, request: HttpRequest, people: QuerySet[User]
    ) -> HttpResponse | None:
        return confirm(self, request, people, DEEDS["release_from_provider"])
