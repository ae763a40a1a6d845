from typing import Any

from django.http import HttpRequest


class RunByStaff:
    """Whoever may open the admin may run this: there are no finer permissions to keep in order."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _runs_the_wiki(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _runs_the_wiki(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _runs_the_wiki(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _runs_the_wiki(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _runs_the_wiki(request)


def _runs_the_wiki(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and (user.is_staff or user.is_superuser)
