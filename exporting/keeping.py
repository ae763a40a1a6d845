"""How long exports are kept."""

from __future__ import annotations

import datetime

from django.utils import timezone

from exporting.models import Export, ExportState

KEPT_DAYS = 7
TOLD_DAYS = 30  # after which one does not even read that there was one


def forget_old() -> int:
    """Deletes the files of exports a week after they were made, and the rows some weeks later.

    For housekeeping. Returns how many files went.
    """
    now = timezone.now()
    Export.objects.filter(made_at__lt=now - datetime.timedelta(days=TOLD_DAYS), file="").delete()
    old = Export.objects.filter(made_at__lt=now - datetime.timedelta(days=KEPT_DAYS))
    old = old.exclude(state=ExportState.GONE)
    return sum(_forget(export) for export in old)


def _forget(export: Export) -> bool:
    had_file = bool(export.file)
    if had_file:
        export.file.delete(save=False)
    # Only now: a storage that does not answer is asked again in an hour.
    Export.objects.filter(pk=export.pk).update(state=ExportState.GONE, file="", size=0, held=None)
    return had_file
