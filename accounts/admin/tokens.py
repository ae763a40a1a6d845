"""Access tokens of directories: made, shown once, revoked."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts import tokens
from accounts.admin.confirming import Deed, confirm
from accounts.models import AccessToken
from accounts.providers import providers
from accounts.sealing import Unsealable, seal, unseal

SHOWN = "access_token_shown"  # in the session, sealed, until it is looked at
LASTS = [("90", "90 days"), ("180", "180 days"), ("365", "A year"), ("", "Until it is revoked")]


class TokenForm(forms.ModelForm):
    provider_key = forms.ChoiceField(
        label="Identity provider",
        help_text="Whose directory it is. It sees and changes the people of this provider alone.",
    )
    lasts = forms.ChoiceField(
        label="Valid for",
        choices=LASTS,
        initial="365",
        required=False,
        help_text="Two may be valid at once: make the next one before the last day of this one.",
    )

    class Meta:
        model = AccessToken
        fields = ("name", "provider_key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.name} ({one.key})") for one in providers()]
        self.fields["provider_key"].choices = choices


@admin.register(AccessToken)
class TokenAdmin(admin.ModelAdmin):
    form = TokenForm
    list_display = ("__str__", "provider_key", "state", "used_at", "ends_at", "made_by")
    list_select_related = ("made_by",)
    search_fields = ("name", "ending", "provider_key")
    actions = ("revoke",)

    def get_urls(self) -> list[URLPattern]:
        shown = self.admin_site.admin_view(never_cache(self.shown_once))
        return [
            path("<int:pk>/shown/", shown, name="accounts_accesstoken_shown"),
            *super().get_urls(),
        ]

    def get_fields(self, request: HttpRequest, obj: AccessToken | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("name", "provider_key", "lasts")
        return ("name", "provider_key", "state", "made_at", "made_by", "used_at", "ends_at")

    def has_change_permission(self, request: HttpRequest, obj: AccessToken | None = None) -> bool:
        # The list's actions need it; a token itself is made and revoked, and nothing between.
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: AccessToken | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: AccessToken, form: forms.ModelForm, change: bool
    ) -> None:
        told = form.cleaned_data
        days = int(told.get("lasts") or 0)
        ends = timezone.now() + datetime.timedelta(days=days) if days else None
        made, text = tokens.make(told["name"], told["provider_key"], request.user, ends)
        obj.__dict__.update(made.__dict__)
        request.session[SHOWN] = {"pk": made.pk, "sealed": seal(text)}

    def response_add(
        self, request: HttpRequest, obj: AccessToken, post_url_continue: str | None = None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return redirect("admin:accounts_accesstoken_shown", obj.pk)

    def shown_once(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The text of a new token, to whoever made it, this one time."""
        kept = request.session.pop(SHOWN, None) or {}
        try:
            text = unseal(kept["sealed"]) if kept.get("pk") == pk else ""
        except Unsealable:
            text = ""
        context = {
            **self.admin_site.each_context(request),
            "title": "The new access token" if text else "Access token",
            "opts": self.opts,
            "token": text,
            "address": request.build_absolute_uri("/scim/v2"),
            "list": reverse("admin:accounts_accesstoken_changelist"),
        }
        return TemplateResponse(request, "admin/accounts/accesstoken/shown.html", context)

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, found: QuerySet[AccessToken]) -> HttpResponse | None:
        return confirm(self, request, found, REVOKE)

    @admin.display(description="state")
    def state(self, token: AccessToken) -> str:
        if token.revoked_at:
            return "Revoked"
        if token.ends_at and token.ends_at <= timezone.now():
            return "Ended"
        if token.ends_at and token.ends_at < timezone.now() + tokens.SOON:
            return "Ends soon"
        return "Valid"


def _revoke(request: HttpRequest, found: list[AccessToken], told: dict[str, Any]) -> str:
    count = sum(tokens.revoke(token, request.user) for token in found)
    return "Revoked." if count else "Nothing was left to revoke."


REVOKE = Deed(
    action="revoke",
    title="Revoke access tokens",
    said="Whatever uses them is refused from now on: people who join, move or leave are not heard"
    " of any more until it shows another token.",
    button="Revoke",
    do=_revoke,
    is_grave=True,
)
