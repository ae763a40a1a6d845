"""Which people the list shows."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import unseen
from accounts.models import User
from accounts.models.user import Role

STATES = {
    "active": "Active",
    "left": "Have left",
    "never": "Have never signed in",
    "admin": "Administrators",
    "guest": "Guests",
    "reader": "Readers",
    "nowhere": "Without a department",
    "by_hand": "Partly kept by hand",
    "unseen": "Not seen at the provider for long",
}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        here = queryset.filter(is_active=True)
        match self.value():
            case "active":
                return here
            case "left":
                return queryset.filter(is_active=False)
            case "never":
                return here.filter(last_login=None)
            case "admin":
                return here.filter(is_superuser=True)
            case "guest" | "reader":
                return here.filter(role=Role(self.value()))
            case "nowhere":
                return here.filter(department=None)
            case "by_hand":
                return here.exclude(by_hand=[])
            case "unseen":
                return queryset.filter(pk__in=unseen.find(settings.UNSEEN_DAYS))
        return queryset


class ProviderFilter(admin.SimpleListFilter):
    title = "identity provider"
    parameter_name = "provider"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        known = User.objects.order_by().values_list("external_source", flat=True).distinct()
        return [(key or "none", key or "None so far") for key in sorted(known)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if not self.value():
            return queryset
        return queryset.filter(external_source="" if self.value() == "none" else self.value())
