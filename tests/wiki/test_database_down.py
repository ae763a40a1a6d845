"""The database fails: everybody gets a plain 503 page, wherever the failure comes up."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.wiki.urls")]


@pytest.fixture
def database_down(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def _down(error: type[Exception] = OperationalError) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise error("could not connect to server")

        monkeypatch.setattr(connection, "_cursor", refuse)

    return _down


@pytest.fixture
def alice() -> Client:
    user = get_user_model().objects.create_user("alice@example.com", "Alice")
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="accounts.backends.SessionBackend")
    return client


PLACES = ["in-the-view", "in-a-template", "before-the-view"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_failing_database_is_a_503_wherever_it_is_noticed(
    alice: Client, database_down: Callable[..., None], place: str, error: type[Exception]
) -> None:
    database_down(error)
    answer = alice.get(f"/{place}/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Content-Type"].startswith("text/html")
    # Nothing of the failure is for readers, and the page keeps the site's protection.
    assert "could not connect" not in answer.content.decode()
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize("place", PLACES)
def test_the_same_pages_open_while_the_database_answers(alice: Client, place: str) -> None:
    assert alice.get(f"/{place}/").status_code == 200


def test_a_session_that_cannot_be_saved_is_a_503(database_down: Callable[..., None]) -> None:
    database_down()
    answer = Client(raise_request_exception=False).get("/after-the-view/")
    assert answer.status_code == 503


def test_any_other_failure_stays_a_500(alice: Client) -> None:
    assert alice.get("/broken/").status_code == 500


def test_while_debugging_the_technical_page_stays(
    alice: Client, database_down: Callable[..., None], settings: Any
) -> None:
    settings.DEBUG = True
    database_down()
    answer = alice.get("/in-the-view/")
    assert answer.status_code == 500
    assert "could not connect" in answer.content.decode()
