"""Under /scim/v2/."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

DESCRIBED = {
    *("scim_config", "scim_resource_types", "scim_resource_type"),
    *("scim_schemas", "scim_schema"),
}


def _at(route: str, view: str, name: str) -> URLPattern:
    """Who comes here shows a token instead of a session. The views are imported with the first of
    them: they need a library of 30 MB that most processes never use."""

    @csrf_exempt
    @login_not_required
    def opened(request: HttpRequest, **parts: str) -> HttpResponse:
        from accounts.scim import describing, views

        return getattr(describing if name in DESCRIBED else views, view)(request, **parts)

    return path(route, opened, name=name)


urlpatterns = [
    _at("ServiceProviderConfig", "config", "scim_config"),
    _at("ResourceTypes", "resource_types", "scim_resource_types"),
    _at("ResourceTypes/<str:key>", "resource_type", "scim_resource_type"),
    _at("Schemas", "schemas", "scim_schemas"),
    _at("Schemas/<str:key>", "schema", "scim_schema"),
    _at("Users", "users", "scim_users"),
    _at("Users/.search", "search_users", "scim_users_search"),
    _at("Users/<str:key>", "user", "scim_user"),
    _at("Groups", "groups", "scim_groups"),
    _at("Groups/.search", "search_groups", "scim_groups_search"),
    _at("Groups/<str:key>", "group", "scim_group"),
    _at("<path:rest>", "nothing", "scim_nothing"),
]
