"""The job that makes an export."""

from __future__ import annotations

from django_tasks import task

from exporting import making
from exporting.models import Export


@task()
def make_export(pk: int) -> None:
    """Should it be lost, whoever waits for it may have it begun again."""
    export = Export.objects.select_related("made_by", "department").filter(pk=pk).first()
    if export is not None:
        making.make(export)
