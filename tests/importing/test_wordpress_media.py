"""What was uploaded: one file however a text calls it, and the pictures of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing.wordpress import media
from tests.importing.wxr_reading import read_old
from tests.importing.wxr_world import SITE, attachment, page, wxr

UPLOADS = f"{SITE}/wp-content/uploads"


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    for name in ("2024/03/plan.png", "2024/03/plan-300x200.png", "2024/03/Étage.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


FORMS = [
    f"{UPLOADS}/2024/03/plan.png",
    f"{UPLOADS}/2024/03/plan-1024x768.png",
    f"{UPLOADS}/2024/03/plan-150x150.png?w=300&#038;h=2",
    f"{UPLOADS}/sites/3/2024/03/plan.png",
    f"{SITE}/files/2024/03/plan.png",
    "/wp-content/uploads/2024/03/plan-2x2.png",
    "//www.old.example.com/wp-content/uploads/2024/03/plan.png",
    "https://i0.wp.com/old.example.com/wp-content/uploads/2024/03/plan.png?resize=3%2C2&ssl=1",
    f"{UPLOADS}/2024/03/plan.png.webp",
]


def test_every_form_of_an_address_is_that_of_the_one_file(tmp_path: Path, uploads: Path) -> None:
    text = "".join(f'<img src="{form}">' for form in FORMS)
    text += (
        f'<!-- wp:image {{"url":"{UPLOADS.replace("/", chr(92) + "/")}/2024/03/plan-9x9.png"}} -->'
    )
    elsewhere = '<img src="https://other.test/wp-content/uploads/2024/03/plan.png">'
    export = wxr(page(1, "Page", text + elsewhere), attachment(5, "2024/03/plan.png"))
    old = read_old(tmp_path, export, assets=[uploads])
    (file,) = old.files
    assert file.name.endswith("2024/03/plan.png")
    assert file.url == f"{UPLOADS}/2024/03/plan.png"
    for form in FORMS:
        assert form.replace("&#038;", "&").partition("?")[0] in str(file.addresses)
    assert f"{SITE}/?attachment_id=5" in file.addresses
    assert f"{SITE}/plan/" in file.addresses
    assert f"{UPLOADS}/2024/03/plan-9x9.png" in file.addresses
    assert "other.test" not in str(old.files)


def test_a_file_may_be_called_as_if_it_were_a_size_of_another(
    tmp_path: Path, uploads: Path
) -> None:
    text = f'<img src="{UPLOADS}/2024/03/plan-300x200.png"><img src="{UPLOADS}/2024/03/big.jpg">'
    made = 'a:1:{s:4:"file";s:16:"big-900x100.jpg";s:14:"original_image";s:7:"big.jpg";}'
    export = wxr(
        page(1, "Page", text),
        attachment(5, "2024/03/plan.png"),
        attachment(6, "2024/03/plan-300x200.png"),
        attachment(7, "2024/03/big-scaled.jpg", meta=[("_wp_attachment_metadata", made)]),
        attachment(8, "2024/03/Étage.png"),
    )
    old = read_old(tmp_path, export, assets=[uploads])
    names = {Path(file.url).name: Path(file.name).name for file in old.files}
    assert names == {
        "plan.png": "plan.png", "plan-300x200.png": "plan-300x200.png", "big-scaled.jpg": "",
        "Étage.png": "Étage.png",
    }  # fmt: skip
    assert old.file_at(f"{UPLOADS}/2024/03/plan-300x200.png").url.endswith("plan-300x200.png")
    big = old.file_at(f"{UPLOADS}/2024/03/big.jpg")
    assert big.url.endswith("big-scaled.jpg")
    assert f"{UPLOADS}/2024/03/big-900x100.jpg" in big.addresses


def test_uploads_that_the_export_does_not_list_come_along_too(
    tmp_path: Path, uploads: Path
) -> None:
    text = (
        f'<a href="{UPLOADS}/2024/03/plan-640x480.png">x</a> <a href="{UPLOADS}/2024/a.pdf">y</a>'
    )
    old = read_old(tmp_path, wxr(page(1, "Page", text)), assets=[uploads])
    assert {file.url: Path(file.name).name for file in old.files} == {
        f"{UPLOADS}/2024/03/plan-640x480.png": "plan.png",
        f"{UPLOADS}/2024/a.pdf": "",
    }


def test_the_picture_above_a_page_comes_first_and_once(tmp_path: Path) -> None:
    small = f'<img src="{UPLOADS}/2024/03/plan-300x200.png" alt="">'
    export = wxr(
        attachment(5, "2024/03/plan.png", meta=[("_wp_attachment_image_alt", 'The "plan"')]),
        page(1, "Above", "Text.\n\nMore.", meta=[("_thumbnail_id", "5")]),
        page(2, "Within", f"Text. {small}", meta=[("_thumbnail_id", "5")]),
        page(3, "Gone", "Text.", meta=[("_thumbnail_id", "77")]),
    )
    old = read_old(tmp_path, export)
    assert old.pages["Above"].body.startswith("![")
    assert f"({UPLOADS}/2024/03/plan.png)" in old.pages["Above"].body
    assert old.pages["Above"].before.pictures == old.pages["Within"].before.pictures == 1
    assert old.pages["Above"].before.words == 2
    assert "“Gone”" in old.said("picture")[0]


def test_galleries_find_their_pictures_and_shared_blocks_their_text(tmp_path: Path) -> None:
    call = "<!-- wp:paragraph --><p>Call 112.</p><!-- /wp:paragraph -->"
    shared = '<!-- wp:block {"ref":%d} /-->'
    export = wxr(
        attachment(5, "2024/03/a.png", parent=1),
        attachment(6, "2024/03/b.png"),
        page(1, "All of it", "[gallery]"),
        page(2, "By number", '[gallery ids="6,5"]'),
        page(8, "Shared", f"{call}{shared % 8}", kind="wp_block"),
        page(3, "Blocks", shared % 8 + shared % 9),
    )  # fmt: skip
    old = read_old(tmp_path, export)
    assert old.pages["All of it"].before.pictures == 1
    body = old.pages["By number"].body
    assert 0 < body.index("b.png") < body.index("a.png")
    assert "Call 112." in old.pages["Blocks"].body
    assert "Shared" not in old.pages
    assert any("shared blocks" in line for line in old.said("dropped"))


def test_addresses_are_found_fast_in_texts_made_to_be_slow() -> None:
    hard = ("//", "/a.", ".png", '"/', ".png ")
    for text in (piece * 10_000 for piece in hard):
        assert len(list(media.used(text))) <= 1
