"""Identity providers: those of the environment to look at, others to enter, all to check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from accounts import tokens, trying_out
from accounts.admin.provider_form import FOR_ALL, OF_KIND, ProviderForm
from accounts.auditing import record
from accounts.models import IdentityProvider, ProviderKind
from accounts.provider_rows import find
from accounts.providers import Provider, discovery, provider, providers
from accounts.providers.checking import addresses, check
from accounts.providers.provider import SAML

SAID_OF_KIND = {
    ProviderKind.OIDC: "Okta, Keycloak, Auth0, Authentik and most others.",
    ProviderKind.GOOGLE: "Accounts of your Workspace, and no private ones.",
    ProviderKind.ENTRA: "Microsoft 365: the accounts of your directory.",
    ProviderKind.SAML: "Where a provider speaks no OpenID Connect.",
}
CHECK_LINK = '<a href="{}">Check<span class="visually-hidden"> {}</span></a>'
ABOUT_ROW = {"id", "changed_at", "changed_by"}


@admin.register(IdentityProvider)
class ProviderAdmin(admin.ModelAdmin):
    form = ProviderForm
    list_display = ("name", "kind", "key", "state", "check_link")
    ordering = ("position", "name")
    change_list_template = "admin/accounts/identityprovider/change_list.html"
    change_form_template = "admin/accounts/identityprovider/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        checked = self.admin_site.admin_view(never_cache(self.check_page))
        address = "check/<slug:key>/"
        return [path(address, checked, name="accounts_identityprovider_check"), *super().get_urls()]

    def get_fieldsets(
        self, request: HttpRequest, obj: IdentityProvider | None = None
    ) -> list[tuple[str | None, dict[str, Any]]]:
        kind = _kind(request, obj)
        fields = [
            name
            for name in OF_KIND[kind]
            if not name.startswith("forget_") or (obj and _is_stored(obj, name))
        ]
        return [
            (None, {"fields": (*FOR_ALL, "kind")}),
            (ProviderKind(kind).label, {"fields": fields}),
            ("What its claims mean", {"fields": ("mapping",), "classes": ("collapse",)}),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), "kind": _kind(request, None)}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """First which kind, then the form of that kind."""
        asked = request.POST.get("kind") or request.GET.get("kind")
        if asked in OF_KIND or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": "Add an identity provider",
            "opts": self.opts,
            "kinds": [(kind.value, kind.label, said) for kind, said in SAID_OF_KIND.items()],
        }
        return TemplateResponse(request, "admin/accounts/identityprovider/kinds.html", context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "from_environment": settings.PROVIDERS,
            "list_lead": "Where people sign in. A button for each stands on the sign-in page, those"
            " of the environment first.",
            "list_empty": "None was entered here; the environment may name some.",
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def save_model(
        self, request: HttpRequest, obj: IdentityProvider, form: forms.ModelForm, change: bool
    ) -> None:
        obj.changed_by = request.user
        fields = _changed(obj)
        super().save_model(request, obj, form, change)
        record(
            "provider_changed",
            by=request.user,
            what=obj.key,
            request=request,
            fields=fields,
        )
        if told := provider(obj.key):
            discovery.forget(told)
        if not providers():
            messages.warning(request, "No provider is in use now: nobody can sign in.")

    def delete_model(self, request: HttpRequest, obj: IdentityProvider) -> None:
        record("provider_changed", by=request.user, what=obj.key, request=request, deleted=True)
        # They would open the next provider's people, if it were entered with the same key.
        if all(obj.key != given.key for given in settings.PROVIDERS):
            for token in tokens.valid().filter(provider_key=obj.key):
                tokens.revoke(token, request.user)
        super().delete_model(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # one at a time

    def check_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """Its addresses, and what a test sign-in found; a POST asks the provider."""
        told = provider(key) or find(key)
        if told is None:
            raise Http404("There is no such identity provider.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Check {told.name}",
            "opts": self.opts,
            "provider": told,
            "is_in_use": provider(key) is not None,
            "addresses": addresses(told),
            "findings": list(check(told)) if request.method == "POST" else None,
            "test_url": _test_url(told),
            "outcome": trying_out.outcome(request, key),
        }
        return TemplateResponse(request, "admin/accounts/identityprovider/check.html", context)

    @admin.display(description="state")
    def state(self, row: IdentityProvider) -> str:
        if any(row.key == given.key for given in settings.PROVIDERS):
            return "Not in use: the environment has one with this key"
        return "In use" if row.is_active else "Switched off"

    @admin.display(description="check")
    def check_link(self, row: IdentityProvider) -> SafeString:
        url = reverse("admin:accounts_identityprovider_check", args=[row.key])
        return format_html(CHECK_LINK, url, row)


def _kind(request: HttpRequest, row: IdentityProvider | None) -> str:
    if row is not None:
        return row.kind
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    return asked if asked in OF_KIND else ProviderKind.OIDC.value


def _changed(row: IdentityProvider) -> list[str]:
    """Names of the fields that are otherwise than in the database; of secrets, that they are."""
    before = IdentityProvider.objects.filter(pk=row.pk).first() or IdentityProvider()
    names = (field.attname for field in row._meta.concrete_fields if field.name not in ABOUT_ROW)
    differing = (name for name in names if getattr(row, name) != getattr(before, name))
    return sorted(name.removeprefix("sealed_") for name in differing)


def _is_stored(row: IdentityProvider, name: str) -> bool:
    return bool(getattr(row, name.replace("forget_", "sealed_")))


def _test_url(told: Provider) -> str:
    name = "saml_login" if told.kind == SAML else "openid_connect_login"
    return reverse(name, args=[told.key]) + "?test"
