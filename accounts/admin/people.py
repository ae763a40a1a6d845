"""People: who they are comes from the identity provider, what they may do is decided here."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts.leaving import deactivate, end_sessions, reactivate, release
from accounts.models import User

NEVER_DELETED = (
    "People are never deleted, as pages and decisions carry their names. When somebody leaves,"
    " untick “active”: their session ends with its next click, they cannot sign in any more, and"
    " what they answered for is handed over by the manager of their department."
)
FROM_PROVIDER = "Comes from the identity provider, which overwrites it at the next sign-in."


class PersonForm(forms.ModelForm):
    acting: User  # who fills the form in; set by the admin

    class Meta:
        labels = {"is_superuser": "Administrator"}
        help_texts = {
            "name": FROM_PROVIDER,
            "email": FROM_PROVIDER + " The first sign-in finds the person by it.",
            "job_title": FROM_PROVIDER,
            "is_superuser": "Reads every page, changes everything, decides where nobody else can.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk == self.acting.pk and self.instance.pk is not None:
            for field in ("is_active", "is_superuser"):
                if field in self.changed_data and not cleaned.get(field):
                    self.add_error(
                        field, ValidationError("Somebody else has to take this from you.")
                    )
        return cleaned


class SignedInFilter(admin.SimpleListFilter):
    title = "sign-in"
    parameter_name = "signed_in"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "Has signed in"), ("no", "Has never signed in")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(last_login__isnull=self.value() == "no")
        return queryset


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    form = PersonForm
    list_display = (
        "name",
        "email",
        "department",
        "job_title",
        "departments_managed",
        "is_active",
        "is_superuser",
        "last_login",
    )
    list_filter = (
        "is_active",
        "is_superuser",
        SignedInFilter,
        ("department", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("department",)
    list_per_page = 50
    ordering = ("name", "email")  # a count in the query makes Django forget the model's
    search_fields = ("name", "email", "job_title", "department__name")
    search_help_text = "Name, e-mail, job title or department"
    autocomplete_fields = ("department",)
    readonly_fields = ("external_id", "locale", "last_login", "date_joined", "break_glass")
    fieldsets = (
        (None, {"fields": ("name", "email", "job_title", "department")}),
        (
            "What they may do",
            {"fields": ("is_active", "is_superuser"), "description": NEVER_DELETED},
        ),
        (
            "Sign-in",
            {
                "fields": ("external_id", "locale", "last_login", "date_joined", "break_glass"),
                "classes": ("collapse",),
            },
        ),
    )
    actions = ("make_inactive", "sign_out_everywhere", "release_from_provider")

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

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
            super().save_model(request, obj, form, change)
            return
        # Only what was changed here: whoever was deactivated meanwhile must not come back by it.
        obj.save(update_fields=[name for name in form.changed_data if name != "is_active"])
        if "is_active" in form.changed_data and obj.is_active:
            reactivate(obj, request.user)
        elif "is_active" in form.changed_data:
            self._let_go(request, obj)

    @admin.action(description="Make inactive (they left)")
    def make_inactive(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people.active().exclude(pk=request.user.pk):
            self._let_go(request, person)

    @admin.action(description="Sign out everywhere (ends a local password too)")
    def sign_out_everywhere(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            end_sessions(person)
        self.message_user(request, "Signed out everywhere.", messages.SUCCESS)

    @admin.action(description="Release from the identity provider's account")
    def release_from_provider(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            release(person)
        self.message_user(
            request,
            "Released. Whoever signs in next with the same verified address takes the person over.",
            messages.WARNING,
        )

    @admin.display(description="manages", ordering="managed_count")
    def departments_managed(self, person: User) -> str:
        return str(person.managed_count or "")

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
