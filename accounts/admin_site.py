"""Django admin for the people who run the wiki: how they get in, and what they find."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts import admin_panels
from accounts.admin_places import placed
from accounts.admin_recording import Recorded
from accounts.forms import BreakGlassForm

# allauth's tables and Django's groups: nobody runs a wiki by editing them, and a second identity
# provider entered there would be a back door.
NOT_SHOWN = {"account", "auth", "socialaccount"}


class TellNamesakesApart(AutocompleteJsonView):
    """Offers people with their address: a company has two Alice Martins."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        offered = super().serialize_result(obj, to_field_name)
        if email := getattr(obj, "email", ""):
            offered["text"] = f"{obj} ({email})"
        return offered


class ImprimaturAdminSite(AdminSite):
    site_header = "Imprimatur administration"
    site_title = "Imprimatur administration"
    index_title = "How things stand"
    login_form = BreakGlassForm
    empty_value_display = "–"
    enable_nav_sidebar = True

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        given = model_or_iterable
        models = [given] if isinstance(given, ModelBase) else list(given)
        shown = [model for model in models if model._meta.app_label not in NOT_SHOWN]
        super().register(shown, _recorded(admin_class or ModelAdmin), **options)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Groups by what people come for, not by where the code lives."""
        apps = self._build_app_dict(request, app_label).values()
        entries = [(entry["model"]._meta.label, entry) for app in apps for entry in app["models"]]
        return placed(entries, reverse("admin:index", current_app=self.name))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        health = path("health/", self.admin_view(self.health), name="health")
        return [health, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How things stand, and the way to everything."""
        panels = admin_panels.first_page.draw(request)
        return super().index(request, {"panels": panels, **(extra_context or {})})

    def health(self, request: HttpRequest) -> HttpResponse:
        """Mail, jobs and whatever else works in the background."""
        context = {
            **self.each_context(request),
            "title": "Health",
            "panels": admin_panels.health.draw(request),
        }
        return TemplateResponse(request, "admin/health.html", context)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.is_admin

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return TellNamesakesApart.as_view(admin_site=self)(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """To the site's sign-in page; Django's password form only where BREAK_GLASS is on.

        Raises PermissionDenied for people who are signed in and may not come here: sending them
        to sign in would send them round in circles.
        """
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        if settings.BREAK_GLASS:
            return super().login(request, extra_context)
        index = reverse("admin:index", current_app=self.name)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or index)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from accounts.views.signing_out import sign_out

        return sign_out(request)


def _recorded(admin_class: type[ModelAdmin]) -> type[ModelAdmin]:
    """The class, writing into the audit log what is changed through it."""
    if issubclass(admin_class, Recorded):
        return admin_class
    facts = {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__}
    return type(admin_class.__name__, (Recorded, admin_class), facts)
