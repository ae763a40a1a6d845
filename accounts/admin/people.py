"""People: who they are comes from the identity provider, what they may do is decided here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from accounts import admin_panels, by_hand, sessions
from accounts.admin.last_admin import keep_one
from accounts.admin.people_actions import DEEDS, PeopleActions
from accounts.admin.people_filters import ProviderFilter, StateFilter
from accounts.admin.person_form import PersonForm
from accounts.admin.wording import ago
from accounts.auditing import record
from accounts.leaving import deactivate, reactivate
from accounts.models import BrowserSession, User
from accounts.models.user import Role

NEVER_DELETED = (
    "People are never deleted, as pages and decisions carry their names. When somebody leaves,"
    " untick “active”: their session ends with its next click, they cannot sign in any more, and"
    " what they answered for is handed over by the manager of their department."
)


@admin.register(User)
class PersonAdmin(PeopleActions):
    form = PersonForm
    actions = tuple(DEEDS)
    list_display = ("name", "email", "state", "department", "departments_managed", "seen")
    list_filter = (
        StateFilter,
        ("department", admin.RelatedOnlyFieldListFilter),
        ProviderFilter,
    )
    list_select_related = ("department",)
    list_per_page = 50
    ordering = ("name", "email")  # a count in the query makes Django forget the model's
    search_fields = ("name", "email", "job_title", "department__name")
    search_help_text = "Name, e-mail, job title or department"
    autocomplete_fields = ("department",)
    readonly_fields = (
        *("external_source", "external_id", "locale", "reports_to"),
        *("last_login", "last_seen_at", "vouched_at", "date_joined", "break_glass"),
    )
    fieldsets = (
        (None, {"fields": ("name", "email", "job_title", "department", "follow_again")}),
        (
            "What they may do",
            {"fields": ("role", "is_active", "is_superuser"), "description": NEVER_DELETED},
        ),
        ("Sign-in", {"fields": readonly_fields, "classes": ("collapse",)}),
    )

    def get_urls(self) -> list[URLPattern]:
        end = self.admin_site.admin_view(require_POST(self.end_session))
        address = "<int:pk>/sessions/<int:session>/end/"
        return [path(address, end, name="accounts_user_end_session"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        found = super().get_queryset(request)
        return found.annotate(managed_count=Count("managed_departments", distinct=True))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        # Choosing a manager or a deputy, nobody is looking for those who left.
        is_choice = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return (found.active() if is_choice else found), duplicates

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.acting = request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """What is kept by hand is shown where there is something, and sign-in once there was."""
        (_, who), rights, sign_in = self.fieldsets
        names = [name for name in who["fields"] if name != "follow_again" or (obj and obj.by_hand)]
        return [(None, {**who, "fields": names}), rights, *([sign_in] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        person = self.get_object(request, object_id)
        more = _about(request, person) if person and request.method == "GET" else {}
        try:
            return super().change_view(
                request, object_id, form_url, {**more, **(extra_context or {})}
            )
        except ValidationError as refusal:
            # The form found nothing wrong: somebody else was quicker.
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        changed = list(form.changed_data)
        if not change:
            obj.set_unusable_password()
            super().save_model(request, obj, form, change)
            record("person_added", by=request.user, about=obj, request=request)
            return
        if form.initial.get("is_superuser") and not (obj.is_superuser and obj.is_active):
            keep_one(obj)
        # Only what was changed here: whoever was deactivated meanwhile must not come back by it.
        fields = [name for name in changed if name not in ("is_active", "follow_again")]
        obj.save(update_fields=fields)
        by_hand.keep(obj, [name for name in fields if name in by_hand.FIELDS])
        by_hand.follow_again(obj, form.cleaned_data.get("follow_again") or [])
        _record_rights(request, obj, form)
        if "is_active" in changed and obj.is_active:
            reactivate(obj, request.user)
        elif "is_active" in changed:
            self._let_go(request, obj)

    def end_session(self, request: HttpRequest, pk: int, session: int) -> HttpResponse:
        """Signs a person out in one browser."""
        found = get_object_or_404(BrowserSession, pk=session, person=pk)
        sessions.end_one(found, by=request.user)
        self.message_user(request, "Signed out there.", messages.SUCCESS)
        return redirect("admin:accounts_user_change", pk)

    @admin.display(description="state")
    def state(self, person: User) -> SafeString:
        """Words first; the colour only helps."""
        said, look = "Active", "good"
        if not person.is_active:
            said, look = "Has left", "plain"
        elif person.is_superuser:
            said, look = "Administrator", "accent"
        elif person.role != Role.AUTHOR:
            said, look = Role(person.role).label.partition(":")[0], "deep"
        elif person.last_login is None:
            said, look = "Never signed in", "plain"
        return format_html('<span class="badge badge-{}">{}</span>', look, said)

    @admin.display(description="manages", ordering="managed_count")
    def departments_managed(self, person: User) -> str:
        return str(person.managed_count or "")

    @admin.display(description="last seen", ordering="last_seen_at")
    def seen(self, person: User) -> str:
        last = person.last_seen_at or person.last_login
        return ago(last) if last else "–"

    @admin.display(description="reports to")
    def reports_to(self, person: User) -> str:
        return str(person.line_manager or "–")

    @admin.display(description="local password")
    def break_glass(self, person: User) -> str:
        if not person.is_superuser or not person.has_usable_password():
            return "None: single sign-on only."
        state = "on" if settings.BREAK_GLASS else "off"
        return (
            f"Set. It works at /admin/login/ only where BREAK_GLASS is on (now: {state});"
            " change it with “manage.py changepassword”."
        )

    def _let_go(self, request: HttpRequest, person: User) -> None:
        deactivate(person, request.user)
        if managed := list(person.managed_departments.values_list("name", flat=True)):
            self.message_user(
                request,
                f"{person} still is the manager of {', '.join(managed)}: choose somebody else."
                " Until then the next manager up the tree decides.",
                messages.WARNING,
            )


def _record_rights(request: HttpRequest, person: User, form: PersonForm) -> None:
    """What they may do has lines of its own, with what it was before."""
    for kind, name in (("role_changed", "role"), ("admin_changed", "is_superuser")):
        if name in form.changed_data:
            told = {"before": form.initial.get(name), "after": getattr(person, name)}
            record(kind, by=request.user, about=person, request=request, **told)


def _about(request: HttpRequest, person: User) -> dict[str, Any]:
    """What their page shows beside the form."""
    log = reverse("admin:accounts_auditentry_changelist")
    return {
        "hide_history": True,
        "panels": admin_panels.person_page.draw(request, person),
        "signed_in": sessions.live().filter(person=person),
        "entry_links": [
            ("What happened to them", f"{log}?person={person.pk}"),
            *admin_panels.person_links(person),
        ],
    }
