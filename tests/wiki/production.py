"""Loading wiki/settings.py afresh, with an environment of the test's own."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from scripts.check import PRODUCTION

SETTINGS = Path(__file__).parents[2] / "wiki" / "settings.py"


def load_settings(
    monkeypatch: pytest.MonkeyPatch, base: dict[str, str] | None = None, **changes: str | None
) -> dict[str, Any]:
    """The settings that production's environment gives, with changes (None: not set at all)."""
    variables = {**(PRODUCTION if base is None else base), **changes}
    with monkeypatch.context() as patch:
        # As a process that was given nothing but these: what the tests run in is not inherited.
        patch.setattr(
            "os.environ", {name: value for name, value in variables.items() if value is not None}
        )
        return runpy.run_path(str(SETTINGS))
