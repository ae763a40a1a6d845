"""What can be said about the image without building it: nothing it runs is left out of it."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.wiki.production import load_settings

ROOT = Path(__file__).parents[2]


def test_the_image_contains_every_app_and_no_more_than_it_needs() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    tops = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    ours = {app for app in tops if (ROOT / app).is_dir()} | {"wiki"}
    assert "*" in lines
    assert ours | {"templates", "static", "manage.py", "gunicorn.conf.py"} <= kept
    copied = re.findall(r"^COPY (requirements/\S+)", (ROOT / "Dockerfile").read_text(), re.M)
    assert copied
    assert set(copied) <= kept
    assert not {"tests", "var", ".env", ".git", "docs"} & kept


def test_compose_serves_only_what_is_migrated() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert services["web"]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"}
    }
    assert services["migrate"]["command"][:3] == ["python", "manage.py", "migrate"]
    assert services["web"]["environment"] == services["migrate"]["environment"]
    # Only the reverse proxy of the same machine reaches it.
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])


def test_compose_does_the_jobs_too() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    jobs = {"worker": "db_worker", "housekeeping": "housekeeping"}
    for name, command in jobs.items():
        assert command in " ".join(services[name]["command"])
        for shared in ("image", "environment", "env_file", "volumes", "depends_on", "restart"):
            assert services[name][shared] == services["web"][shared], (name, shared)


def test_the_guides_example_is_a_complete_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    guide = (ROOT / "docs" / "deploying.md").read_text()
    block = next(
        part for part in re.findall(r"```sh\n(.*?)```", guide, re.S) if "SITE_URL=" in part
    )
    lines = dict(re.findall(r"^([A-Z_]+)=(.*)$", block, re.M))
    # Left empty are the secrets, which everybody makes for themselves.
    filled = {name: value or "0123456789abcdef" * 4 for name, value in lines.items()}
    database = f"postgres://imprimatur:{filled['POSTGRES_PASSWORD']}@database/imprimatur"
    loaded = load_settings(
        monkeypatch, filled, DATABASE_URL=database, VAR_DIR=str(tmp_path / "var")
    )
    assert loaded["DATABASES"]["default"]["HOST"] == "database"
    assert loaded["SECURE_PROXY_SSL_HEADER"]
