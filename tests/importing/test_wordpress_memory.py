"""An export of any size takes the same memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importing.wxr_world import write_large


@pytest.mark.long
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    write_large(path, megabytes=40, pages=400)
    told = subprocess.run(
        [sys.executable, "-m", "tests.importing.wxr_memory", str(path), "first"],
        env={**os.environ, "DEBUG": "1", "VAR_DIR": str(tmp_path), "SITE_URL": "http://wiki.test"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    before, highest = (int(number) for number in re.findall(r"(?:before|highest)=(\d+)", told))
    assert highest - before < 25
