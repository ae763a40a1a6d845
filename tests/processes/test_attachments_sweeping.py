"""What nothing shows is swept after thirty days; what anything ever showed, never."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.utils import timezone

from processes import attachments, workflow
from processes.models import Attachment, AttachmentUse, Rendition
from tests.cast import DAY, Cast, gather
from tests.processes.samples import picture
from tests.processes.test_attachments import markdown
from tests.processes.test_attachments_storing import files


def uploaded(cast: Cast, days: int = 40, colour: str = "teal", width: int = 600) -> Attachment:
    stored = attachments.store(picture(colour=colour, size=(width, 20)), "a.png", cast.author)
    attachments.make_renditions.call(stored.sha256)
    Attachment.objects.filter(pk=stored.pk).update(uploaded_at=timezone.now() - days * DAY)
    return stored


def test_an_unused_upload_goes_after_thirty_days_with_its_files(cast: Cast) -> None:
    uploaded(cast, 29, "red")
    uploaded(cast, 31, "blue")
    swept = attachments.sweep()
    assert swept.attachments == 1
    assert Attachment.objects.count() == Rendition.objects.count() == 1
    assert len({name.rpartition("/")[2].partition("-")[0] for name in files()}) == 1
    assert attachments.sweep().attachments == 0


def test_what_any_version_of_a_page_showed_stays(cast: Cast) -> None:
    live, old = uploaded(cast, colour="red"), uploaded(cast, colour="blue")
    article = cast.article(body=f"{markdown(live)} {markdown(old)}")
    cast.approve(cast.pending(article, markdown(live)))
    assert attachments.sweep().attachments == 0


@pytest.mark.parametrize("ending", ["draft", "pending", "withdrawn", "declined"])
def test_what_a_proposal_shows_stays_open_or_closed(cast: Cast, ending: str) -> None:
    proposal = cast.draft(cast.article(), markdown(uploaded(cast)))
    if ending in ("pending", "declined"):
        proposal = cast.submit(proposal)
    if ending == "declined":
        workflow.decline(proposal, cast.fresh(cast.owner), "No.")
    if ending == "withdrawn":
        workflow.withdraw(proposal, cast.fresh(cast.author))
    assert attachments.sweep().attachments == 0


def test_files_that_another_upload_shares_stay(cast: Cast) -> None:
    first, second = uploaded(cast), uploaded(cast, days=1)
    assert attachments.sweep().attachments == 1
    second.refresh_from_db()
    assert default_storage.exists(first.file.name)
    assert Rendition.objects.filter(sha256=second.sha256).exists()


def test_many_are_swept_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processes.attachments.sweeping.BATCH", 2)
    stored = [uploaded(cast, colour=f"#0000{number:02x}", width=20) for number in range(7)]
    cast.article(body=markdown(stored[2]))
    assert attachments.sweep().attachments == 6
    assert Attachment.objects.get() == stored[2]


def test_a_file_without_a_row_goes_after_a_day(cast: Cast) -> None:
    kept = uploaded(cast, days=0)
    folder = Path(default_storage.location) / "attachments" / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("ab" * 32, ".unfinished-x"):
        for old in (True, False):
            file = folder / f"{name}{'' if old else '2'}"
            file.write_bytes(b"x")
            at = timezone.now().timestamp() - (25 if old else 1) * 3600
            os.utime(file, (at, at))
    assert attachments.sweep().files == 2
    assert sorted(path.name for path in folder.iterdir()) == [".unfinished-x2", "ab" * 32 + "2"]
    assert default_storage.exists(kept.file.name)


def test_a_wiki_without_files_is_swept_too(cast: Cast) -> None:
    assert attachments.sweep() == attachments.Swept(0, 0, 0)


def test_a_storage_that_is_down_leaves_the_rest_for_the_next_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = uploaded(cast)

    def down(name: str) -> None:
        raise OSError("down")

    with monkeypatch.context() as patch:
        patch.setattr(type(default_storage._wrapped), "delete", lambda _, name: down(name))
        with pytest.raises(attachments.StorageUnavailable):
            attachments.sweep()
    assert default_storage.exists(stored.file.name)
    attachments.sweep(timezone.now() + 2 * DAY)
    assert files() == []


# --- races ----------------------------------------------------------------------------------


@pytest.fixture
def shared(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time.")
    return gather()


@pytest.fixture
def others() -> Iterator[list[threading.Thread]]:
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


def begin(others: list[threading.Thread], work: object) -> threading.Thread:
    def run() -> None:
        try:
            work()  # type: ignore[operator]
        finally:
            connections.close_all()

    others.append(threading.Thread(target=run))
    others[-1].start()
    return others[-1]


def test_a_picture_that_is_published_while_the_sweep_waits_stays(
    shared: Cast, others: list[threading.Thread]
) -> None:
    stored, article = uploaded(shared), shared.article()
    swept: list[attachments.Swept] = []
    with transaction.atomic():
        address = attachments.address_of(stored)
        attachments.record_uses(article, [address], shared.fresh(shared.author))
        thread = begin(others, lambda: swept.append(attachments.sweep()))
        thread.join(timeout=1)
        assert thread.is_alive(), "The sweep did not wait for the page that uses it."
    thread.join(timeout=20)
    assert swept[0].attachments == 0
    assert AttachmentUse.objects.get().attachment == stored
    assert default_storage.exists(stored.file.name)


def test_the_same_bytes_uploaded_while_the_sweep_removes_them_are_there(
    shared: Cast, others: list[threading.Thread]
) -> None:
    uploaded(shared)
    with transaction.atomic():
        again = attachments.store(picture(size=(600, 20)), "b.png", shared.reader)
        thread = begin(others, attachments.sweep)
        thread.join(timeout=1)
    thread.join(timeout=20)
    assert Attachment.objects.get() == again
    assert default_storage.exists(again.file.name)
