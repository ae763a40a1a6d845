"""Static files get hashed names, and the names inside them follow."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    source, target = tmp_path / "source", tmp_path / "collected"
    (source / "js").mkdir(parents=True)
    (source / "js" / "editor.js").write_text('import { post } from "./ajax.js";\npost();\n')
    (source / "js" / "ajax.js").write_text("export function post() {}\n")
    (source / "site.css").write_text('@import url("tokens.css");\n')
    (source / "tokens.css").write_text(":root { color-scheme: light dark }\n")
    (source / "large.css").write_text("p { margin: 0 }\n" * 200)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = target
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "wiki.storage.HashedStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return target


def _name(path: str) -> str:
    return staticfiles_storage.url(path).removeprefix("/static/")


def test_an_imported_module_is_asked_for_by_its_hashed_name(collected: Path) -> None:
    editor = (collected / _name("js/editor.js")).read_text()
    imported = re.search(r'from "\./(ajax\.[0-9a-f]{12}\.js)"', editor)
    assert imported, editor
    assert (collected / "js" / imported[1]).exists()


def test_an_imported_style_sheet_too(collected: Path) -> None:
    site = (collected / _name("site.css")).read_text()
    assert re.search(r"tokens\.[0-9a-f]{12}\.css", site), site


def test_a_large_file_has_a_compressed_copy(collected: Path) -> None:
    assert (collected / (_name("large.css") + ".gz")).exists()
