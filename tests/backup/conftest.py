"""A wiki and its backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from processes.models import Article
from tests.backup import world
from tests.cast import Cast, gather


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


@pytest.fixture
def page(cast: Cast) -> Article:
    return world.build(cast)


@pytest.fixture
def archive(page: Article, tmp_path: Path) -> Path:
    return world.archive_at(tmp_path / "wiki.zip")


@pytest.fixture
def empty_archive(transactional_db: None, tmp_path: Path) -> Path:
    """Of a wiki without anybody in it."""
    return world.archive_at(tmp_path / "empty.zip")
