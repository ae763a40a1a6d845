from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast, gather


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def as_() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.SessionBackend")
        return client

    return sign_in
