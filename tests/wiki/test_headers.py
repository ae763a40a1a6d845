"""Every answer carries strict headers; nothing is embedded, guessed or loaded from elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from processes.text.embeds import DEFAULT_HOSTS, frame_sources
from tests.wiki.production import load_settings

PAGE = "/accounts/login/"


def _policy(client: Client, **options: bool) -> dict[str, str]:
    header = client.get(PAGE, **options)["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in header.split(";"))


@pytest.mark.django_db
def test_nothing_runs_or_loads_but_the_sites_own_files(client: Client) -> None:
    policy = _policy(client)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    # Frames come from named hosts only, and only with a click: tests/processes/text/test_embeds.py.
    assert policy.pop("frame-src").split() == frame_sources(DEFAULT_HOSTS)
    whole = " ".join(policy.values())
    for loose in ("unsafe", "*", "data:", "blob:", "http:", "https:"):
        assert loose not in whole


@pytest.mark.django_db
def test_the_other_headers_are_strict_too(client: Client) -> None:
    answer = client.get(PAGE)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_over_https_browsers_are_told_to_stay_there(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in load_settings(monkeypatch, VAR_DIR=str(tmp_path)).items():
        if name.startswith("SECURE_") or name.endswith("_SECURE"):
            setattr(settings, name, value)
    client = Client()
    assert client.get(PAGE, secure=True)["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    redirect = client.get(PAGE)
    assert redirect.status_code == 301
    assert redirect["Location"].startswith("https://")


@pytest.mark.django_db
def test_over_plain_http_no_promise_is_made(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get(PAGE)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nothing/here/", "/nothing"])
def test_what_is_for_one_reader_is_kept_by_nobody_else(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == "private, no-cache"
