"""EMAIL_URL and MAIL_FROM: right, or the start fails with one sentence that names no password."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.wiki.production import load_settings
from wiki.mail import mail_settings, sender


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mail.example.com:587", "EMAIL_URL must be"),
        ("http://mail.example.com", "EMAIL_URL must be"),
        ("smtp://", "EMAIL_URL must be"),
        ("smtp://host:port/", "EMAIL_URL is not an address"),
        ("smtp://host:99999/", "EMAIL_URL is not an address"),
        ("smtp://host/path", "EMAIL_URL has a part too many"),
        ("smtp://me:se#cret@host/", "EMAIL_URL"),
        ("smtp://me:se/cret@host/", "EMAIL_URL"),
        ("smtp://me@host/?tls=1", "EMAIL_URL must give a user and a password"),
        ("smtp://me:secret@host/", "EMAIL_URL gives a password: add ?tls=1"),
        ("smtp://me:secret@host/?tls=yes", "EMAIL_URL: tls must be 1 or 0"),
        ("smtp://me:secret@host/?tls=1&ssl=1", "EMAIL_URL knows the option tls alone"),
        ("smtps://me:secret@host/?tls=1", "EMAIL_URL: smtps:// is encrypted"),
    ],
)
def test_an_unclear_address_is_refused_with_one_sentence(url: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_settings(url)
    message = str(refusal.value)
    assert message.startswith(words)
    assert "secret" not in message
    assert "cret@" not in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_clear_one_says_everything() -> None:
    server = mail_settings("smtp://wiki%40example.com:s%2Fcret@mail.example.com/?tls=1")
    assert (server.host, server.port) == ("mail.example.com", 587)
    assert (server.user, server.password) == ("wiki@example.com", "s/cret")
    assert (server.ssl, server.starttls) == (False, True)
    sealed = mail_settings("smtps://me:secret@mail.example.com")
    assert (sealed.port, sealed.ssl, sealed.starttls) == (465, True, False)
    relay = mail_settings("smtp://relay.internal:25")
    assert (relay.port, relay.user, relay.starttls) == (25, "", False)


@pytest.mark.parametrize(
    "address",
    ["wiki", "wiki@", "Wiki <wiki>", "a@example.com, b@example.com", "a@b.com\nBcc: c@d.e"],
)
def test_a_sender_is_one_address(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAIL_FROM must be an e-mail address"):
        sender(address)


@pytest.mark.parametrize("address", ["wiki@example.com", "Our wiki <wiki@example.com>"])
def test_a_sender_may_have_a_name(address: str) -> None:
    assert sender(address) == address


def test_without_an_address_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded = load_settings(monkeypatch, VAR_DIR=str(tmp_path))
    assert loaded["MAIL_ON"] is False
    assert loaded["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


def test_a_trial_shows_its_mail_in_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded = load_settings(monkeypatch, {"DEBUG": "1", "VAR_DIR": str(tmp_path)})
    assert loaded["MAIL_ON"] is True
    assert loaded["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_a_server_needs_a_sender(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = {"EMAIL_URL": "smtp://relay.internal:25"}
    with pytest.raises(ImproperlyConfigured, match="MAIL_FROM is not set"):
        load_settings(monkeypatch, VAR_DIR=str(tmp_path), **url)
    loaded = load_settings(monkeypatch, VAR_DIR=str(tmp_path), MAIL_FROM="wiki@example.com", **url)
    assert loaded["DEFAULT_FROM_EMAIL"] == "wiki@example.com"
    assert (loaded["EMAIL_HOST"], loaded["EMAIL_PORT"]) == ("relay.internal", 25)
    assert loaded["EMAIL_TIMEOUT"] == 10
