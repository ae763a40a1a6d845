"""An old wiki in a temporary folder, and the command that brings it in."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image

from processes.models import Article
from tests.cast import Cast, gather

Write = Callable[..., Path]
Import = Callable[..., str]


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "old" / "handbook"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes one file of the old wiki: a text, or bytes as they are."""

    def write_file(path: str, content: str | bytes) -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write_file


@pytest.fixture
def run(folder: Path, cast: Cast) -> Import:
    """Imports the folder and returns what the operator reads."""

    def import_folder(**options: Any) -> str:
        out = StringIO()
        options = {"department": "Handbook", **options}
        call_command("import_markdown", str(folder), stdout=out, **options)
        return out.getvalue()

    return import_folder


def picture(colour: str = "red") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "PNG")
    return stream.getvalue()


def page(title: str) -> Article:
    return Article.objects.select_related("department__parent", "owner").get(title=title)
