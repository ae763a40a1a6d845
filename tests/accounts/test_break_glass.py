"""The admin's door: single sign-on as everywhere, a local password only on bad days."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.test import Client

from accounts import break_glass
from accounts.break_glass import TRIES
from accounts.models import AuditEntry, BrowserSession, Notification, User
from tests.accounts.conftest import signed_in_as

pytestmark = pytest.mark.django_db

DOOR = "/admin/login/"
PASSWORD = "correct horse battery staple"
BACKENDS = ["accounts.backends.SessionBackend", "accounts.backends.BreakGlassBackend"]


@pytest.fixture
def ruth(admin: User) -> User:
    admin.set_password(PASSWORD)
    admin.save()
    return admin


@pytest.fixture
def bad_day(settings: Any) -> None:
    settings.BREAK_GLASS = True
    settings.AUTHENTICATION_BACKENDS = BACKENDS


def try_password(client: Client, email: str, password: str = PASSWORD) -> User | None:
    client.post(DOOR, {"username": email, "password": password, "next": "/admin/"})
    return signed_in_as(client)


# --- Without BREAK_GLASS ----------------------------------------------------------------------


def test_the_door_leads_to_single_sign_on(client: Client) -> None:
    assert client.get(DOOR)["Location"] == "/accounts/login/?next=/admin/"
    asked = client.get(DOOR, {"next": "/admin/accounts/user/?q=x"})
    assert asked["Location"] == "/accounts/login/?next=/admin/accounts/user/%3Fq%3Dx"


def test_a_password_is_worth_nothing(client: Client, ruth: User) -> None:
    assert try_password(client, ruth.email) is None
    assert authenticate(HttpRequest(), username=ruth.email, password=PASSWORD) is None


def test_somebody_signed_in_who_may_not_come_here_is_told(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(DOOR).status_code == 403


def test_admins_come_in(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.get("/admin/").status_code == 200


def test_signing_out_of_the_admin(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.post("/admin/logout/")["Location"] == "/accounts/login/"
    assert signed_in_as(client) is None


# --- With it ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("bad_day")
def test_a_superuser_comes_in_by_password(client: Client, ruth: User) -> None:
    assert b"password" in client.get(DOOR).content
    assert try_password(client, "Root@Example.com") == ruth
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("bad_day")
def test_nobody_else_does(client: Client, ruth: User, alice: User) -> None:
    alice.set_password(PASSWORD)
    alice.save()
    assert try_password(client, alice.email) is None
    assert try_password(client, ruth.email, "wrong") is None
    assert try_password(client, "") is None
    User.objects.filter(pk=ruth.pk).update(is_active=False)
    assert try_password(client, ruth.email) is None


@pytest.mark.usefixtures("bad_day")
def test_guessing_is_slow(client: Client, ruth: User) -> None:
    def told(email: str) -> str:
        return client.post(DOOR, {"username": email, "password": "wrong"}).content.decode()

    # Known or not: the same words, and the same patience.
    for email in (ruth.email, "nobody@example.com"):
        answers = [told(email) for _ in range(TRIES + 1)]
        assert ["Too many wrong passwords" in answer for answer in answers[-3:]] == [
            False,
            True,
            True,
        ]
    assert try_password(client, "ROOT@example.com ") is None
    lines = AuditEntry.objects.filter(kind="too_many_tries")
    assert [(line.what, line.address) for line in lines] == [("password", "127.0.0.1")] * 2
    # A stranger at another address locks nobody out.
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert try_password(elsewhere, ruth.email) == ruth


@pytest.mark.usefixtures("bad_day")
def test_guessing_from_many_addresses_is_slowed_not_locked(
    ruth: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(break_glass, "TRIES_FROM_EVERYWHERE", 4)
    for number in range(4):
        try_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), ruth.email, "wrong")
    guesser = Client(REMOTE_ADDR="192.0.2.99")
    assert try_password(guesser, ruth.email, "wrong") is None
    assert try_password(guesser, ruth.email) is None  # one try, not five
    assert try_password(Client(REMOTE_ADDR="198.51.100.1"), ruth.email) == ruth


@pytest.mark.usefixtures("bad_day")
def test_many_people_tried_from_one_address(
    client: Client, ruth: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(break_glass, "TRIES_FROM_AN_ADDRESS", 3)
    for number in range(3):
        try_password(client, f"guess-{number}@example.com", "wrong")
    assert try_password(client, ruth.email) is None
    assert try_password(Client(REMOTE_ADDR="192.0.2.7"), ruth.email) == ruth


@pytest.mark.usefixtures("bad_day")
def test_the_right_password_starts_the_count_anew(client: Client, ruth: User) -> None:
    for _ in range(3):
        for _ in range(TRIES - 1):
            try_password(client, ruth.email, "wrong")
        assert try_password(client, ruth.email) == ruth
        client.logout()


@pytest.mark.usefixtures("bad_day")
def test_it_is_written_down_and_told_to_the_other_admins(
    client: Client, ruth: User, alice: User
) -> None:
    other = User.objects.create_superuser("other@example.com", "Other Admin")
    assert try_password(client, ruth.email) == ruth
    line = AuditEntry.objects.get(kind="break_glass_used")
    assert (line.by, line.about, line.address) == (ruth, ruth, "127.0.0.1")
    assert [told.user for told in Notification.objects.all()] == [other]
    row = BrowserSession.objects.get()
    assert (row.person, row.provider_key, row.id_token) == (ruth, "", "")


@pytest.mark.usefixtures("bad_day")
def test_only_who_is_named_where_somebody_is(client: Client, ruth: User, settings: Any) -> None:
    settings.BREAK_GLASS_FOR = ["anna@example.com"]
    assert try_password(client, ruth.email) is None
    settings.BREAK_GLASS_FOR = ["anna@example.com", "root@example.com"]
    assert try_password(client, ruth.email) == ruth
    assert client.get("/admin/").status_code == 200
    settings.BREAK_GLASS_FOR = ["anna@example.com"]
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("bad_day")
def test_the_session_ends_when_the_door_is_closed(
    client: Client, ruth: User, settings: Any
) -> None:
    assert try_password(client, ruth.email) == ruth
    settings.AUTHENTICATION_BACKENDS = BACKENDS[:1]
    settings.BREAK_GLASS = False
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("bad_day")
def test_the_session_ends_with_the_rights(client: Client, ruth: User) -> None:
    assert try_password(client, ruth.email) == ruth
    User.objects.filter(pk=ruth.pk).update(is_superuser=False)
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("bad_day")
def test_the_admins_form_leads_nowhere_else(client: Client, ruth: User) -> None:
    answer = client.post(
        DOOR, {"username": ruth.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert "evil" not in answer["Location"]


@pytest.mark.usefixtures("bad_day")
def test_other_letters_for_the_same_name_are_no_new_tries(
    client: Client, ruth: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Databases compare by capitals: to PostgreSQL “ı” is an I."""
    monkeypatch.setattr(break_glass, "TRIES_FROM_AN_ADDRESS", 100)
    ruth.email = "iris@example.com"
    ruth.save()
    for _ in range(TRIES):
        try_password(client, "ır\u0131s@example.com", "wrong")
    assert try_password(client, ruth.email) is None
