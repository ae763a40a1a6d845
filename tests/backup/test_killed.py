"""Killed at any moment of being put in place, the wiki is what it was or what the archive holds."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from backup.reading import Archive
from backup.restoring import restore
from processes.models import Tag
from tests.backup import world
from tests.processes.test_killed import forked

KILLS = int(os.environ.get("KILLS", "8"))

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def put_in_place(path: Path) -> None:
    with Archive(path) as archive:
        restore(archive, replace=True)


def test_killed_anywhere_it_is_wholly_old_or_wholly_new(archive: Path) -> None:
    chance = random.Random(6)  # noqa: S311
    new = world.contents()
    Tag.objects.create(name="Later", slug="later")
    old = world.contents()
    changed = archive.with_suffix(".changed")
    world.archive_at(changed)
    began = time.monotonic()
    put_in_place(changed)
    seconds = time.monotonic() - began
    assert world.contents() == old
    became = []
    for number in range(KILLS):
        is_to_end = number == KILLS - 1
        child = forked(lambda: put_in_place(archive))
        if not is_to_end:
            time.sleep(chance.uniform(0.05, 0.95) * seconds)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = _settled(old, new)
        became.append(now)
        if now:
            put_in_place(changed)
    assert became[-1]
    assert not all(became), became
    # The next numbers are right whichever it was: those of the database survive a rollback.
    assert Tag.objects.create(name="Next", slug="next").pk
    # A file is there or not: none is half there under a name that counts.
    root = Path(settings.MEDIA_ROOT)
    for name, digest in world.files().items():
        if name.startswith("attachments/"):
            assert (root / name).name == digest


def _settled(old: object, new: object) -> bool:
    """Whether it is the new one. The server may take a moment to notice that somebody is dead."""
    connections.close_all()
    now = world.contents()
    assert now in (old, new)
    return now == new
