"""The environment every test runs in: production's settings, over plain http.

Set before Django reads its settings, and over whatever the shell exports, so that the same tests
mean the same thing on every machine.
"""

import os
import shutil
import tempfile
from pathlib import Path

PRODUCTION_LIKE = {
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_NAME": "Imprimatur",
    "SITE_URL": "http://testserver",
    "ALLOW_HTTP": "1",
    # The browser tests serve the site on this machine.
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SECRET_KEY": "for-tests-only-and-long-enough-to-pass-the-deployment-checks",
    "OIDC_ISSUER": "https://idp.example",
    "OIDC_NAME": "your company account",
    "OIDC_CLIENT_ID": "imprimatur",
    "OIDC_CLIENT_SECRET": "a pretend secret",
    "ALLOWED_EMAIL_DOMAINS": "example.com,tidewell.example",
    "BREAK_GLASS": "0",
    "BEHIND_PROXY": "0",
    "DATABASE_URL": "",
    "TIME_ZONE": "UTC",
    "LOG_LEVEL": "WARNING",
}


def enter() -> Path:
    """Sets the environment and makes the folder that holds databases and files of this run.

    Workers of a parallel run inherit both. The caller removes the folder with `leave`.
    """
    folder = Path(tempfile.mkdtemp(prefix="imprimatur-tests-"))
    (folder / "static").mkdir()
    os.environ.update(PRODUCTION_LIKE)
    os.environ.update(
        VAR_DIR=str(folder), MEDIA_ROOT=str(folder / "media"), STATIC_ROOT=str(folder / "static")
    )
    return folder


def leave(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
