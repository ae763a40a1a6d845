import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accounts.checks import check_a_way_in, check_break_glass, check_sign_in
from accounts.models import IdentityProvider
from tests.accounts.conftest import change_provider


def found() -> set[str | None]:
    return {message.id for message in check_sign_in(None)}


def test_a_sound_configuration() -> None:
    assert found() == set()


@pytest.mark.parametrize("domain", ["*", "*.example.com", "example", "a@b.com", ""])
def test_domains(settings: Any, domain: str) -> None:
    change_provider(settings, domains=frozenset({"example.com", domain}))
    assert found() == {"accounts.E001"}


@pytest.mark.parametrize("directory", ["common", "organizations", "consumers"])
def test_addresses_of_every_directory_are_not_to_be_trusted(settings: Any, directory: str) -> None:
    change_provider(settings, issuer=f"https://login.microsoftonline.com/{directory}/v2.0")
    assert found() == set()
    change_provider(settings, trust_email=True)
    assert found() == {"accounts.E002"}
    change_provider(settings, issuer="https://login.microsoftonline.com/0f1e-tenant/v2.0")
    assert found() == set()


def test_the_issuer_is_asked_over_tls(settings: Any) -> None:
    change_provider(settings, issuer="http://idp.example")
    assert found() == {"accounts.E003"}
    settings.DEBUG = True
    assert found() == set()


def test_the_site_is_closed(settings: Any) -> None:
    settings.MIDDLEWARE = [part for part in settings.MIDDLEWARE if "SignInRequired" not in part]
    assert found() == {"accounts.E005"}


def test_break_glass_is_remembered(settings: Any) -> None:
    assert check_break_glass(None) == []
    settings.BREAK_GLASS = True
    assert [message.id for message in check_break_glass(None)] == ["accounts.W001"]


@pytest.mark.django_db
def test_nobody_can_sign_in_without_a_provider(settings: Any) -> None:
    settings.PROVIDERS = []
    assert check_a_way_in(None) == []  # the database is not to be asked
    told = check_a_way_in(None, databases=["default"])
    assert [message.id for message in told] == ["accounts.W002"]
    IdentityProvider.objects.create(key="staff", name="Staff", domains="example.com")
    assert check_a_way_in(None, databases=["default"]) == []


def test_a_new_deployment_checks_a_database_without_tables(tmp_path: Path) -> None:
    """As the very first `migrate` does."""
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"],
        env={**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": ""},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
