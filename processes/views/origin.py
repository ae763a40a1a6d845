"""Where an imported page came from, as readers are told."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from django.db.models import Func, IntegerField, OuterRef, Subquery

from accounts.models import User
from accounts.prepared import Listed
from processes.models import OldComment, Provenance

COLUMNS = (
    *("source", "imported_at", "written_at", "changed_at"),
    *("author_name", "author_id", "author__name", "author__is_active", "said"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`source` as people write it. `author` is somebody who is here and may be asked; of anybody
    else there is the name alone, "" where the old wiki told none. `old_comments`: how many there
    are, as far as the page's own query tells."""

    source: str
    imported_at: datetime.datetime
    written_at: datetime.datetime | None
    changed_at: datetime.datetime | None
    author_name: str
    author: User | None
    old_comments: int = 0

    @classmethod
    def column(cls) -> Subquery:
        """Of each article of a query, as a column that `read` takes: most pages have none, and
        asking for that is all it costs them."""
        said = OldComment.objects.filter(article=OuterRef("article")).order_by()
        said = said.annotate(n=Func("pk", function="COUNT")).values("n")
        rows = Provenance.objects.filter(article=OuterRef("pk")).annotate(
            said=Subquery(said, output_field=IntegerField())
        )
        return Subquery(rows.annotate(listed=Listed(*COLUMNS)).values("listed"))

    @classmethod
    def read(cls, column: str | None) -> Origin | None:
        """None for a page that was written here."""
        for source, *dates, told, pk, name, is_active, said in json.loads(column or "[]"):
            author = User(pk=pk, name=name) if is_active else None
            return cls(_plain(source), *map(_moment, dates), name or told, author, said)
        return None

    @classmethod
    def from_row(cls, row: Provenance) -> Origin:
        """From the row itself, read with its author."""
        author = row.author if row.author and row.author.is_active else None
        name = str(row.author) if row.author else row.author_name
        dates = (row.imported_at, row.written_at, row.changed_at)
        return cls(_plain(row.source), *dates, name, author)

    @property
    def was_changed(self) -> bool:
        """On another day than it was written."""
        if self.changed_at is None:
            return False
        return self.written_at is None or self.changed_at.date() != self.written_at.date()


def _plain(source: str) -> str:
    return source.removeprefix("https://").removeprefix("http://").rstrip("/") or source


def _moment(told: str | None) -> datetime.datetime | None:
    """As either database writes it; SQLite leaves out that it is UTC."""
    if told is None:
        return None
    moment = datetime.datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
