"""Makes the file of an export."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from exporting import markdown, offline
from exporting.archive import Archive
from exporting.holding import held
from exporting.models import Export, ExportState, Shape
from exporting.planning import Plan, plan
from exporting.seeing import Seeing
from processes.attachments import StorageUnavailable

SECONDS_BETWEEN_SIGNS = 2
FAILED = "Something went wrong. The administrators find it in the log; try again later."
STORAGE = "The storage for files does not answer. Try again later."

Write = Callable[[Archive, Export, Plan], Iterator[None]]
_WAYS: dict[str, tuple[Write, str]] = {
    Shape.MARKDOWN: (markdown.write, markdown.INDEX),
    Shape.PAGES: (offline.write, offline.INDEX),
}

logger = logging.getLogger(__name__)


def make(export: Export) -> None:
    """Makes the file and keeps it in the storage; what goes wrong stands in `problem`.

    Made anew, it takes the place of what there was. Whoever may not sign in any more gets none.
    """
    if not _begin(export):
        return
    try:
        with tempfile.TemporaryFile() as file:
            write(export, file)
            _keep(export, file)
    except StorageUnavailable:
        logger.exception("Export %s could not be kept", export.pk)
        _fail(export, STORAGE)
    except Exception:
        logger.exception("Export %s failed", export.pk)
        _fail(export, FAILED)


def write(export: Export, file: IO[bytes]) -> None:
    """Writes the archive into an open file, of what `made_by` may read now."""
    way, index = _WAYS[export.shape]
    planned = plan(export, Seeing(export.made_by), index)
    total = len(planned.pages) + len(planned.distinct_files())
    _sign(export, 0, total)
    last = time.monotonic()
    with Archive(file) as archive:
        for done, _ in enumerate(way(archive, export, planned), 1):
            if time.monotonic() - last > SECONDS_BETWEEN_SIGNS:
                last = time.monotonic()
                _sign(export, done, total)
    export.held = held(planned)
    _sign(export, total, total)


@transaction.atomic
def _begin(export: Export) -> bool:
    """Two jobs for one export: the second has nothing to do."""
    row = Export.objects.select_for_update().filter(pk=export.pk).first()
    if row is None or row.state != ExportState.WAITING:
        return False
    if not row.made_by.is_active:
        _fail(row, "Whoever asked for it has left.")
        return False
    export.refresh_from_db()
    export.state, export.problem, export.beat_at = ExportState.WORKING, "", timezone.now()
    export.save(update_fields=["state", "problem", "beat_at"])
    return True


def _sign(export: Export, done: int, total: int) -> None:
    """A sign of life; what was never saved (the command's) gives none."""
    export.done, export.total, export.beat_at = done, total, timezone.now()
    if export.pk:
        export.save(update_fields=["done", "total", "beat_at"])


def _keep(export: Export, file: IO[bytes]) -> None:
    export.size = file.tell()
    file.seek(0)
    export.file.save(export.name, File(file), save=False)
    with transaction.atomic():
        row = Export.objects.select_for_update().filter(pk=export.pk).first()
        if row is not None and row.state == ExportState.WORKING:
            export.state, export.ready_at = ExportState.READY, timezone.now()
            export.save(update_fields=["file", "held", "size", "state", "ready_at"])
    if row is None:
        export.file.delete(save=False)  # dropped meanwhile


def _fail(export: Export, problem: str) -> None:
    Export.objects.filter(pk=export.pk).update(state=ExportState.FAILED, problem=problem)
