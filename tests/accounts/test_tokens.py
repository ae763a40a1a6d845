"""Access tokens, and the pages on which they are made, shown once, and revoked."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken, AuditEntry, User

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/accesstoken/"


def kinds() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_token_opens_and_is_nowhere_in_the_database(admin: User) -> None:
    token, text = tokens.make("Entra", "sso", admin)
    assert re.fullmatch(r"imp_[A-Za-z0-9]{40}", text)
    assert tokens.token_of(text) == token
    stored = AccessToken.objects.values().get()
    assert text not in str(stored)
    assert stored["ending"] == text[-4:]
    for wrong in ("", text[:-1], text + "x", text.swapcase(), text.replace("imp_", "xxx_")):
        assert tokens.token_of(wrong) is None
    assert text not in str(list(AuditEntry.objects.values()))


def test_use_is_noted_once_a_minute_and_logged_once_a_day(
    django_assert_num_queries: object,
) -> None:
    token, text = tokens.make("Entra", "sso", None)
    tokens.token_of(text)
    with django_assert_num_queries(1):  # type: ignore[operator]
        tokens.token_of(text)
    ago = timezone.now() - datetime.timedelta(days=2)
    AccessToken.objects.update(used_at=ago)
    tokens.token_of(text)
    token.refresh_from_db()
    assert token.used_at
    assert token.used_at > ago
    assert kinds() == ["token_made", "token_used", "token_used"]


def test_one_takes_over_from_another(admin: User) -> None:
    soon = timezone.now() + datetime.timedelta(days=3)
    old, old_text = tokens.make("Old", "sso", admin, soon)
    _, text = tokens.make("New", "sso", admin)
    assert list(tokens.about_to_end()) == [old]
    assert tokens.token_of(old_text)
    assert tokens.token_of(text)
    assert tokens.revoke(old, admin)
    assert not tokens.revoke(old, admin)
    assert tokens.token_of(old_text) is None
    assert kinds().count("token_revoked") == 1


def test_it_is_shown_once_to_whoever_made_it(client: Client, admin: User) -> None:
    client.force_login(admin)
    told = {"name": "Entra <b>", "provider_key": "sso", "lasts": "90"}
    made = client.post(f"{LIST}add/", told)
    token = AccessToken.objects.get()
    assert token.ends_at
    assert token.made_by == admin
    assert made.status_code == 302
    other = Client()
    other.force_login(User.objects.create_superuser("second@example.com", "Second"))
    assert "imp_" not in other.get(made["Location"]).content.decode()
    page = client.get(made["Location"])
    shown = re.search(r"imp_[A-Za-z0-9]{40}", page.content.decode())
    assert shown
    assert tokens.token_of(shown[0]) == token
    assert "no-store" in page["Cache-Control"]
    for address in (made["Location"], LIST, f"{LIST}{token.pk}/change/"):
        again = client.get(address).content.decode()
        assert "imp_" not in again
        assert "Entra <b>" not in again


def test_it_is_revoked_after_a_question(client: Client, admin: User, alice: User) -> None:
    token, text = tokens.make("Entra", "sso", admin)
    client.force_login(admin)
    chosen = {"action": "revoke", "_selected_action": token.pk}
    asked = client.post(LIST, chosen)
    assert asked.status_code == 200
    assert tokens.token_of(text)
    client.post(LIST, {**chosen, "confirmed": "yes"})
    assert tokens.token_of(text) is None
    assert client.post(f"{LIST}{token.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{token.pk}/change/", {"name": "x"}).status_code == 403
    client.force_login(alice)
    assert client.get(LIST, follow=True).status_code == 403
