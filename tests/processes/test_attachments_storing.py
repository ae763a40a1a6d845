"""What is stored is stored once, wholly, and counted; and when it cannot be, nothing is."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from processes import attachments
from processes.attachments import QuotaExceeded, StorageUnavailable, TooLarge, images, storing
from processes.models import Attachment
from tests.cast import DAY, Cast
from tests.processes.samples import encoded, film, picture, scene, told


def files() -> list[str]:
    """Everything in the storage, whatever its name."""
    root = Path(default_storage.location)
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("kind", "content_type", "suffix"),
    [
        ("PNG", "image/png", ".png"),
        ("JPEG", "image/jpeg", ".jpg"),
        ("GIF", "image/gif", ".gif"),
        ("WEBP", "image/webp", ".webp"),
        ("AVIF", "image/avif", ".avif"),
    ],
)
def test_an_image_is_known_by_its_content_and_named_for_it(
    cast: Cast, kind: str, content_type: str, suffix: str
) -> None:
    stored = attachments.store(picture(kind), "misleading.pdf", cast.author)
    assert (stored.content_type, stored.width, stored.height) == (content_type, 40, 30)
    assert stored.name == f"misleading{suffix}"


def test_its_facts_are_those_of_the_bytes_that_are_kept(cast: Cast) -> None:
    content = encoded(scene(), "JPEG", exif=told())
    stored = attachments.store(
        ContentFile(content), "photo.jpg", cast.author, department=cast.board
    )
    with stored.file.open() as file:
        kept = file.read()
    assert stored.sha256 == hashlib.sha256(kept).hexdigest() != stored.source_sha256
    assert stored.source_sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == len(kept)
    assert stored.department == cast.board
    assert files() == [f"attachments/{stored.sha256[:2]}/{stored.sha256}"]


def test_what_moves_says_how_many_frames_it_has(cast: Cast) -> None:
    assert attachments.store(film(5), "film.gif", cast.author).frames == 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\me\\E\u0301cran 1.PNG", "Écran-1.png"),
        ('x"\r\nSet-Cookie: a.png', "x-Set-Cookie-a.png"),
        ("日本.png", "日本.png"),
        ("a\u202egnp.exe", "a-gnp.png"),
        ("..", "file.png"),
        ("", "file.png"),
        ("x" * 300 + ".png", "x" * storing.NAME_LENGTH + ".png"),
    ],
)
def test_names_are_made_safe(cast: Cast, typed: str, kept: str) -> None:
    assert attachments.store(picture(), typed, cast.author).name == kept


def test_the_same_bytes_are_stored_and_looked_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = encoded(scene(), "JPEG", exif=told())
    first = attachments.store(content, "a.jpg", cast.author)
    monkeypatch.setattr(images, "clean", lambda *_: pytest.fail("It was decoded again."))
    second = attachments.store(content, "b.png", cast.reader)
    assert first.file.name == second.file.name
    assert first.key != second.key
    assert (second.name, second.width, second.size) == ("b.jpg", first.width, first.size)
    assert len(files()) == 1


def test_bytes_that_were_lost_are_stored_again(cast: Cast) -> None:
    first = attachments.store(picture(), "a.png", cast.author)
    default_storage.delete(first.file.name)
    attachments.store(picture(), "b.png", cast.reader)
    assert default_storage.exists(first.file.name)


@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("IMAGE_BYTES", picture()),
        ("GIF_BYTES", picture("GIF")),
        ("GIF_BYTES", film(2, "WEBP")),
        ("FILE_BYTES", b"%PDF-" + b"x" * 90),
    ],
)
def test_each_kind_has_its_limit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, limit: str, content: bytes
) -> None:
    monkeypatch.setattr(storing, limit, len(content) - 1)
    with pytest.raises(TooLarge, match="larger than"):
        attachments.store(content, "a", cast.author)
    monkeypatch.setattr(storing, limit, len(content))
    attachments.store(content, "a", cast.author)


def test_nothing_at_all_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="empty"):
        attachments.store(b"", "nothing.png", cast.author)


def test_a_person_has_a_quota_for_a_day(cast: Cast, settings: Any) -> None:
    settings.UPLOAD_QUOTA_MB = 1
    large = b"%PDF-" + b"x" * 600_000
    first = attachments.store(large, "a.pdf", cast.author)
    for content in (large, large + b"y"):
        with pytest.raises(QuotaExceeded, match="1 MB a day"):
            attachments.store(content, "b.pdf", cast.author)
    attachments.store(large, "b.pdf", cast.reader)
    attachments.store(large, "b.pdf", cast.author, counted=False)
    Attachment.objects.update(uploaded_at=timezone.now() - DAY)
    attachments.store(large, "b.pdf", cast.author)
    assert first.name == "a.pdf"


# --- what goes wrong ------------------------------------------------------------------------


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on the disk takes half of what is written to it."""

    def fill() -> None:
        fsync = os.fsync

        def full(handle: int) -> None:
            os.ftruncate(handle, 10)
            fsync(handle)
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)

    return fill


def test_a_full_disk_is_told_and_leaves_nothing(cast: Cast, full_disk: Callable[[], None]) -> None:
    full_disk()
    with pytest.raises(StorageUnavailable, match="full") as refusal:
        attachments.store(picture(), "a.png", cast.author)
    assert refusal.value.full
    assert not Attachment.objects.exists()
    assert files() == []


def test_a_storage_that_does_not_answer_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("processes.attachments.disk.tempfile.mkstemp", lambda **_: down())
    with pytest.raises(StorageUnavailable, match="does not answer"):
        attachments.store(picture(), "a.png", cast.author)
    assert not Attachment.objects.exists()


def test_a_folder_that_may_not_be_written_is_told(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "in-the-way").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = tmp_path / "in-the-way"
    with pytest.raises(StorageUnavailable):
        attachments.store(picture(), "a.png", cast.author)
    assert not Attachment.objects.exists()


def test_a_row_that_is_taken_back_leaves_a_file_for_the_sweep(cast: Cast) -> None:
    with transaction.atomic():
        attachments.store(picture(), "a.png", cast.author)
        transaction.set_rollback(True)
    assert not Attachment.objects.exists()
    attachments.sweep(timezone.now() + 2 * DAY)
    assert files() == []


def test_many_pictures_at_once_are_asked_to_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "PATIENCE", 0.01)
    with images.in_turn(), pytest.raises(attachments.Busy):
        attachments.store(picture(), "a.png", cast.author)
    attachments.store(picture(), "a.png", cast.author)
