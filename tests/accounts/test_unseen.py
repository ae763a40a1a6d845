"""People of whom the identity provider has said nothing for long."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens, unseen
from accounts.models import AccessToken, AuditEntry, DirectoryRecord, Notification, User

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LONG_AGO = NOW - datetime.timedelta(days=100)


@pytest.fixture
def silent(alice: User) -> User:
    """Signed in a hundred days ago, and was not heard of since."""
    User.objects.filter(pk=alice.pk).update(
        external_source="sso", date_joined=LONG_AGO, last_login=LONG_AGO, vouched_at=LONG_AGO
    )
    return alice


def test_who_is_found(silent: User, admin: User) -> None:
    assert list(unseen.find(90)) == [silent]
    assert not unseen.find(0).exists()
    assert not unseen.find(120).exists()
    for change in (
        {"vouched_at": NOW},
        {"last_login": NOW},
        {"is_active": False},
        {"external_source": ""},
        {"date_joined": NOW},
    ):
        User.objects.filter(pk=silent.pk).update(**change)
        assert not unseen.find(90).exists(), change
        before = dict.fromkeys(("vouched_at", "last_login", "date_joined"), LONG_AGO)
        User.objects.filter(pk=silent.pk).update(is_active=True, external_source="sso", **before)


def test_a_directory_that_is_in_use_speaks_by_its_silence(silent: User) -> None:
    record = DirectoryRecord.objects.create(person=silent, provider_key="sso", user_name="a")
    _, text = tokens.make("Entra", "sso", None)
    assert unseen.find(90).exists()
    tokens.token_of(text)
    assert not unseen.find(90).exists()
    AccessToken.objects.update(used_at=LONG_AGO)
    assert unseen.find(90).exists()
    AccessToken.objects.update(used_at=NOW)
    record.deleted_at = NOW
    record.save()
    assert unseen.find(90).exists()


def test_admins_are_told_once(silent: User, admin: User, client: Client, settings: Any) -> None:
    settings.UNSEEN_DAYS = 90
    assert unseen.tell() == 1
    told = Notification.objects.get()
    assert told.user == admin
    assert silent.name not in f"{told.title} {told.text}"
    AuditEntry.objects.values().get(kind="person_unseen", about=silent)
    assert unseen.tell() == 0
    client.force_login(admin)
    page = client.get(told.url)
    assert [person.pk for person in page.context["cl"].result_list] == [silent.pk]


def test_another_silence_is_told_anew(
    silent: User, admin: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UNSEEN_DAYS = 90
    monkeypatch.setattr(unseen, "TOLD_EVERY", datetime.timedelta(0))
    assert (unseen.tell(), unseen.tell()) == (1, 0)
    # They came back after that, and a hundred days went by.
    later = NOW + datetime.timedelta(days=200)
    User.objects.filter(pk=silent.pk).update(vouched_at=NOW + datetime.timedelta(days=50))
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert unseen.tell() == 1
