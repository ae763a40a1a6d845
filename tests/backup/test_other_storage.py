"""Files that lie in S3-compatible storage: a real server answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from backup.reading import Archive
from backup.restoring import restore
from processes.attachments import StorageUnavailable
from processes.models import Article
from tests.backup import world
from tests.cast import Cast
from tests.processes.test_attachments_s3 import NOWHERE, bucket, server, use  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def stored(bucket: Any) -> dict[str, bytes]:  # noqa: F811
    return {item.key: item.get()["Body"].read() for item in bucket.objects.all()}


def put_back(path: Path) -> None:
    with Archive(path) as archive:
        restore(archive, replace=True)


def test_out_of_a_bucket_and_into_it_and_onto_a_disk(
    cast: Cast,
    bucket: Any,  # noqa: F811
    use: Callable[[str], None],  # noqa: F811
    tmp_path: Path,
    settings: Any,
) -> None:
    on_a_disk = {**settings.STORAGES, "default": {"BACKEND": world.DISK}}
    world.build(cast)
    path = world.archive_at(tmp_path / "wiki.zip")
    files, rows = stored(bucket), world.contents()
    assert len(files) >= 4
    changed = next(name for name in files if name.startswith("imports/"))
    bucket.put_object(Key=changed, Body=b"another")
    lost = next(name for name in files if name.startswith("attachments/"))
    bucket.Object(lost).delete()
    put_back(path)
    after = stored(bucket)
    assert (after[lost], after[changed]) == (files[lost], b"another")
    assert sorted(after.values()) == sorted([*files.values(), b"another"])

    # It does not answer: neither a backup that lacks files, nor a wiki that does.
    Article.objects.update(title="Now")
    now = world.contents()
    with Archive(path) as archive:
        use(NOWHERE)
        with pytest.raises(StorageUnavailable):
            restore(archive, replace=True)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("backup", str(tmp_path / "none.zip"))
    assert world.contents() == now
    assert not list(tmp_path.glob("none*"))

    settings.STORAGES = on_a_disk
    put_back(path)
    assert world.contents() == rows
    assert sorted(world.files()) == sorted(files)
