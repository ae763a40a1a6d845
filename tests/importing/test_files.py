"""Files of an import under one set of names, wherever they lie."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest

from importing.files import Broken, Files, Source, TooLarge
from tests.importing.zip_world import written, zipped


def test_a_folder_gives_its_files_and_nothing_hidden_or_outside(tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    (root / "guides").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / ".git" / "config").write_text("secret")
    (root / "guides" / "a.md").write_text("# A")
    (root / "guides" / "same.md").symlink_to(root / "guides" / "a.md")
    (root / "out.md").symlink_to("/etc/passwd")
    (root / "config.md").symlink_to(root / ".git" / "config")
    (root / "circle").symlink_to(root)
    with Files.of_paths([root]) as files:
        assert list(files.names()) == ["guides/a.md", "guides/same.md"]
        assert {problem.where for problem in files.problems} == {"out.md", "config.md", "circle"}
        assert files.root_name == "handbook"
        assert files.read("guides/a.md", 10) == b"# A"
        with pytest.raises(TooLarge):
            files.read("guides/a.md", 2)
        for hostile in ("out.md", "../handbook/guides/a.md", "/etc/passwd", "guides//a.md", ""):
            with pytest.raises(Broken):
                files.read(hostile, 10)
        # Somebody changes the folder while it is read.
        (root / "guides" / "a.md").unlink()
        (root / "guides" / "a.md").symlink_to("/etc/passwd")
        with pytest.raises(Broken, match="not there any more"):
            files.open("guides/a.md")


def test_the_one_folder_at_the_top_of_an_archive_is_its_name(tmp_path: Path) -> None:
    content = zipped({"handbook-main/a.md": "A", "handbook-main/x/b.md": "B"})
    with Files.of_paths([written(tmp_path, "download.zip", content)]) as files:
        assert (list(files.names()), files.root_name) == (["a.md", "x/b.md"], "handbook-main")
    flat = written(tmp_path, "flat.zip", zipped({"a.md": "A", "x/b.md": "B"}))
    with Files.of_paths([flat]) as files:
        assert (list(files.names()), files.root_name) == (["a.md", "x/b.md"], "flat")


def test_parts_of_one_export_come_together_and_clashes_are_told_apart(tmp_path: Path) -> None:
    one = zipped({"E/a.md": "A", "E/same.md": "S"})
    two = zipped({"E/b.md": "B", "E/same.md": "S"})
    other = zipped({"E/a.md": "another A", "E/same.md": "S"})
    outer = written(tmp_path, "Export.zip", zipped({"Part-1.zip": one, "Part-2.zip": two}))
    with Files.of_paths([outer]) as files:
        assert list(files.names()) == ["a.md", "b.md", "same.md"]
    paths = [
        written(tmp_path, f"{name}.zip", content)
        for name, content in (("first", one), ("second", other))
    ]
    with Files.of_paths(paths) as files:
        assert list(files.names()) == ["a.md", "same.md", "second/a.md", "second/same.md"]
        assert files.read("second/a.md", 100) == b"another A"


def test_an_archive_attached_to_a_page_stays_a_file(tmp_path: Path) -> None:
    forms = zipped({"form.md": "F"})
    path = written(tmp_path, "wiki.zip", zipped({"a.md": "A", "files/forms.zip": forms}))
    with Files.of_paths([path]) as files:
        assert list(files.names()) == ["a.md", "files/forms.zip"]
        assert files.read("files/forms.zip", 1000) == forms
        assert list(files.inside("files/forms.zip")) == ["files/forms.zip//form.md"]
        assert files.read("files/forms.zip//form.md", 9) == b"F"


def test_a_picture_is_found_by_what_pages_call_it(tmp_path: Path) -> None:
    accented = unicodedata.normalize("NFD", "Café é.png")
    pages = zipped({"w/a.md": "", "w/img/Logo.PNG": "1", f"w/img/{accented}": "2", "w/i/x.png": "3",
                    "w/i/X.png": "4"})  # fmt: skip
    pictures = zipped({"uploads/2019/03/y.png": "5", "uploads/2019/03/a.md": "6"})
    sources = [
        Source("w.zip", lambda: io.BytesIO(pages)),
        Source("uploads.zip", lambda: io.BytesIO(pictures), is_assets=True),
    ]
    with Files(sources) as files:
        assert files.find("../img/logo.png", "guides") == "img/Logo.PNG"
        assert files.find("/w/img/Logo.PNG") == "img/Logo.PNG"
        assert files.find("Caf%C3%A9%20%C3%A9.png", "img") == unicodedata.normalize(
            "NFC", "img/Café é.png"
        )
        assert files.find("i/X.png") == "i/X.png"
        assert files.find("I/x.PNG") is None, "two files are as likely"
        picture = "uploads.zip//uploads/2019/03/y.png"
        for path in ("/wp-content/uploads/2019/03/y.png", "/files/2019/03/y.png"):
            assert files.find(path) == picture
        assert files.find("03/y.png") is None
        for hostile in ("../../etc/passwd", "", "/", "\0", "%00", "a.md", "x" * 10_000):
            assert files.find(hostile, "guides") is None
        assert list(files.names()) == sorted(name for name in files.names() if "//" not in name)
        assert picture in files


def test_what_a_reader_adds_is_there_again_at_the_next_stage() -> None:
    page = Source("a.md", lambda: io.BytesIO(b"A"))
    kept = io.BytesIO()
    with Files([page]) as files:
        names = [files.add("p/1.png", content) for content in (b"one", b"one", b"two")]
        assert names == ["added//p/1.png", "added//p/1.png", "added//p/1-2.png"]
        assert files.add("../../etc/passwd", b"x") == "added//file"
        assert files.read(names[2], 9) == b"two"
        assert list(files.names()) == ["a.md"]
        assert files.write_added(kept) == 3
    made = Source("added.zip", lambda: io.BytesIO(kept.getvalue()), is_made=True)
    with Files([page, made]) as files:
        assert files.read(names[0], 9) + files.read(names[2], 9) == b"onetwo"
        assert list(files.names()) == ["a.md"]
        assert files.add("p/1.png", b"three") == "added//p/1-3.png"
