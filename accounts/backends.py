"""How somebody becomes `request.user`: by their session, or through the break-glass door."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts import break_glass
from accounts.models import User
from accounts.present import load_person


class PersonBackend(ModelBackend):
    """Loads whoever is signed in, with the number in the header, in one prepared query."""

    def get_user(self, user_id: int) -> User | None:
        person = load_person(user_id)
        return person if person and self.user_can_authenticate(person) else None


class SessionBackend(PersonBackend):
    """Loads the people whom single sign-on let in; no credentials get past it.

    Inactive people are not loaded, so that their session ends with its next request.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        return None


class BreakGlassBackend(PersonBackend):
    """A named admin's local password, for the day the identity provider is down (BREAK_GLASS=1).

    Sessions opened here end when BREAK_GLASS is switched off (Django forgets unlisted backends),
    or when their person is named there no more.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        """Raises PermissionDenied after too many wrong passwords."""
        email = username or credentials.get(User.USERNAME_FIELD) or ""
        if not break_glass.may_try(request, email):
            raise PermissionDenied
        user = super().authenticate(request, username=email, password=password)
        if user is not None:
            break_glass.was_right(request, email)
        return user

    def user_can_authenticate(self, user: User) -> bool:
        may_come_in = user.is_active and user.is_superuser and user.has_usable_password()
        return may_come_in and break_glass.is_named(user)
