"""A wrong or missing value stops the start with one clear sentence."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from scripts.check import PRODUCTION
from tests.wiki.production import SETTINGS, load_settings

ROOT = SETTINGS.parents[1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DEMO": "1"}, "DEMO lets anybody sign in as anybody"),
        ({"DEBUG": "perhaps"}, "DEBUG must be 1 or 0"),
        ({"SITE_URL": None}, "SITE_URL is not set"),
        ({"SITE_URL": "wiki.example.com"}, "SITE_URL must be an http"),
        ({"SITE_URL": "http://wiki.example.com"}, "SITE_URL must begin with https://"),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "  "}, "SECRET_KEY is not set"),
        ({"OIDC_ISSUER": None}, "OIDC_ISSUER is not set"),
        ({"SSO_PROVIDERS": "staff"}, "SSO_STAFF_DOMAINS is not set"),
        ({"OIDC_ISSUER": "idp"}, "OIDC_ISSUER must be an http"),
        ({"OIDC_CLIENT_ID": None}, "OIDC_CLIENT_ID is not set"),
        ({"ALLOWED_EMAIL_DOMAINS": None}, "ALLOWED_EMAIL_DOMAINS is not set"),
        ({"ALLOWED_EMAIL_DOMAINS": " , "}, "ALLOWED_EMAIL_DOMAINS is not set"),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL must begin with postgres://"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not an address"),
        ({"SESSION_HOURS": "0"}, "SESSION_HOURS must be a whole number"),
        ({"ACCEL_REDIRECT": "protected"}, "ACCEL_REDIRECT must begin and end with a slash"),
        ({"FILE_MEGABYTES": "0"}, "FILE_MEGABYTES must be a whole number"),
        ({"S3_BUCKET": "files"}, "S3_BUCKET needs S3_REGION, S3_ENDPOINT or both"),
        ({"S3_BUCKET": "files", "S3_ENDPOINT": "minio:9000"}, "S3_ENDPOINT must be an http"),
        (
            {"S3_BUCKET": "files", "S3_REGION": "eu-west-3", "S3_SECRET_KEY": "x"},
            "S3_ACCESS_KEY and S3_SECRET_KEY are set together",
        ),
        ({"EMBED_HOSTS": "a.org;script-src *"}, "EMBED_HOSTS: “a.org;script-src *” is not"),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) if type(value) is dict else "",
)
def test_a_wrong_value_stops_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changes: dict[str, str | None], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        load_settings(monkeypatch, VAR_DIR=str(tmp_path), **changes)
    message = str(refusal.value)
    assert message.startswith(sentence)
    assert "\n" not in message
    assert message.endswith(".")


def test_production_needs_no_more_than_it_is_said_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded = load_settings(monkeypatch, VAR_DIR=str(tmp_path))
    assert loaded["DEBUG"] is False
    assert loaded["ALLOWED_HOSTS"] == ["wiki.example.com"]
    assert loaded["CSRF_TRUSTED_ORIGINS"] == ["https://wiki.example.com"]
    assert "accounts.demo_provider" not in loaded["INSTALLED_APPS"]
    assert loaded["AUTHENTICATION_BACKENDS"] == ["accounts.backends.SessionBackend"]
    assert loaded["SESSION_COOKIE_SECURE"] is loaded["CSRF_COOKIE_SECURE"] is True
    assert loaded["SECURE_SSL_REDIRECT"] is True
    # Believing a header that anybody can send is the operator's decision.
    assert "SECURE_PROXY_SSL_HEADER" not in loaded


def test_a_trial_needs_nothing_but_debug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    loaded = load_settings(monkeypatch, {"DEBUG": "1", "DEMO": "1", "VAR_DIR": str(tmp_path)})
    assert "accounts.demo_provider" in loaded["INSTALLED_APPS"]
    assert loaded["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"


def test_postgres_is_one_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = "postgres://wiki:s%40crt@db.example/wiki?sslmode=require"
    loaded = load_settings(monkeypatch, VAR_DIR=str(tmp_path), DATABASE_URL=address)
    database = loaded["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["PASSWORD"] == "s@crt"
    assert database["OPTIONS"]["sslmode"] == "require"
    # Nobody waits a minute for a database that is gone.
    assert database["OPTIONS"]["connect_timeout"] == 5


def test_the_start_itself_is_stopped_by_a_missing_value(tmp_path: Path) -> None:
    """Not only the settings module: what an operator sees is the end of `manage.py`."""
    variables = {**PRODUCTION, "OIDC_ISSUER": "", "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("OIDC_ISSUER is not set: people sign in through it, through")
    assert "Traceback" not in done.stderr


def _variables_read(source: Path) -> set[str]:
    """The first argument of every `env.something("NAME", …)`, and of `os.environ.get("NAME")`."""
    names = set()
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("env") | ast.Attribute(attr="environ")),
                args=[ast.Constant(value=str() as name), *_],
            ):
                names.add(name)
    return names


def test_every_setting_is_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "deploying.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", guide, flags=re.MULTILINE))
    providers = ROOT / "accounts" / "providers" / "environment.py"
    sources = (SETTINGS, ROOT / "gunicorn.conf.py", providers)
    read = set().union(*(_variables_read(source) for source in sources))
    assert len(read) > 15
    assert read - documented == set(), "read, but not in docs/deploying.md"
    assert documented - read == set(), "in docs/deploying.md, but read nowhere"


@pytest.mark.parametrize(
    ("variables", "origin"),
    [
        ({"S3_REGION": "eu-west-3"}, "https://files.s3.eu-west-3.amazonaws.com"),
        ({"S3_ENDPOINT": "https://s3.example.com:9000/"}, "https://s3.example.com:9000"),
    ],
)
def test_pictures_may_come_from_the_bucket_and_nothing_else_may(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], origin: str
) -> None:
    loaded = load_settings(monkeypatch, VAR_DIR=str(tmp_path), S3_BUCKET="files", **variables)
    policy = loaded["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["img-src"] == ["'self'", origin]
    assert [name for name, sources in policy.items() if origin in sources] == ["img-src"]
    assert loaded["STORAGES"]["default"]["OPTIONS"]["querystring_auth"] is True


def test_without_a_bucket_files_are_on_a_disk_and_pictures_come_from_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded = load_settings(monkeypatch, VAR_DIR=str(tmp_path))
    assert loaded["STORAGES"]["default"]["BACKEND"] == "processes.attachments.disk.DiskStorage"
    assert loaded["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"] == ["'self'"]
    assert loaded["MAX_REQUEST_BYTES"] == 26 * 1024 * 1024
