"""The lines of a report, written some at a time."""

from __future__ import annotations

from importing.models import Import, ImportNote
from importing.reasons import reason_of
from importing.shortening import cut, writable

WHERE_LENGTH, TEXT_LENGTH = 500, 2000
# A hostile file shall not fill the database with what is wrong with it.
MOST = 100_000


class Notes:
    """Of one stage of a run. `of` says where they belong unless `add` does."""

    def __init__(self, run: Import, stage: str) -> None:
        self.run, self.stage = run, stage
        self.left = MOST
        self._rows: list[ImportNote] = []

    def add(self, topic: str, where: str, text: str, page: int | None = None) -> None:
        if self.left <= 0:
            return
        self.left -= 1
        text = writable(text)
        self._rows.append(
            ImportNote(
                run=self.run,
                stage=self.stage,
                topic=topic,
                where=cut(writable(where), WHERE_LENGTH),
                text=cut(text, TEXT_LENGTH),
                reason=reason_of(topic, text),
                page_id=page,
            )
        )

    def drop_known(self) -> None:
        """What a stage before said of the same pages is not said twice (one query)."""
        pages = {row.page_id for row in self._rows if row.page_id}
        if pages:
            known = set(
                ImportNote.objects.filter(run=self.run, page__in=pages).values_list(
                    "page", "topic", "text"
                )
            )
            self._rows = [
                row for row in self._rows if (row.page_id, row.topic, row.text) not in known
            ]

    def write(self) -> None:
        ImportNote.objects.bulk_create(self._rows, 500)
        self._rows = []
