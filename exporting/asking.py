"""Asking for an export, and giving it up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import auditing
from accounts.models import Department, User
from exporting import jobs
from exporting.models import Export, ExportState, Shape
from processes.models import Article
from processes.text.rendering import slugify

AT_ONCE = 3  # exports of one person that are not done yet
UNDER_WAY = (ExportState.WAITING, ExportState.WORKING)


class NotAllowed(Exception):
    """This is not for them to export."""


class TooMany(Exception):
    """They asked for several that are not done yet. The words are a sentence."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A page, a department with what lies below it, or (with neither) all of the wiki."""

    article: Article | None = None
    department: Department | None = None

    @property
    def name(self) -> str:
        return str(self.article or self.department or settings.SITE_NAME)


def may_export(user: User, wish: Wish) -> bool:
    """A page: whoever reads it, and the caller fetched it through `visible_to`. A department: who
    manages it, or one above it. All: admins. What is in it is another matter, see `Seeing`."""
    if wish.article is not None:
        return wish.article.is_published
    if wish.department is not None:
        return user.is_admin or wish.department.pk in user.departments.managed_by(user)
    return user.is_admin


def still_open(user: User, exports: Iterable[Export]) -> set[int]:
    """Ids of those whose page or department this person may still read (one query): what went
    behind a door is not even named to them."""
    exports = list(exports)
    asked = {export.article_id for export in exports if export.article_id}
    pages = set(Article.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
    hidden = user.departments.hidden_from(user)
    return {
        export.pk
        for export in exports
        if export.article_id in pages | {None} and export.department_id not in hidden
    }


@transaction.atomic
def ask(
    user: User, wish: Wish, shape: str, *, with_history: bool, request: HttpRequest | None = None
) -> Export:
    """Has a job make the file. The same again, while the first is not done, is the first.

    Raises NotAllowed, TooMany.
    """
    if not may_export(user, wish):
        raise NotAllowed
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two clicks come one by one
    mine = Export.objects.filter(made_by=user, state__in=UNDER_WAY)
    with_history = with_history and shape == Shape.MARKDOWN
    same = {"article": wish.article, "department": wish.department, "shape": shape}
    known = mine.filter(**same, with_history=with_history).first()
    if known is not None:
        return known
    if mine.count() >= AT_ONCE:
        raise TooMany("Several of your exports are being made. Wait until one is ready.")
    export = Export.objects.create(
        **same, with_history=with_history, made_by=user, name=_file_name(wish)
    )
    auditing.record(
        "exported", by=user, what=wish.name, request=request, shape=shape, history=with_history
    )
    transaction.on_commit(lambda: jobs.make_export.enqueue(export.pk))
    return export


@transaction.atomic
def again(export: Export) -> None:
    """Begins anew what failed, or what gives no sign of life any more. Else nothing happens."""
    row = Export.objects.select_for_update().get(pk=export.pk)
    if not (row.state == ExportState.FAILED or row.is_stalled):
        return
    row.state, row.problem, row.beat_at, row.done = ExportState.WAITING, "", timezone.now(), 0
    row.save(update_fields=["state", "problem", "beat_at", "done"])
    transaction.on_commit(lambda: jobs.make_export.enqueue(row.pk))


def drop(export: Export) -> None:
    """Deletes it with its file. A job that is at it finds out in the end."""
    with transaction.atomic():
        row = Export.objects.select_for_update().filter(pk=export.pk).first()
        if row is None:
            return
        row.delete()
    if row.file:
        row.file.delete(save=False)


def _file_name(wish: Wish) -> str:
    day = timezone.localdate().isoformat()
    return f"{slugify(wish.name, 'wiki')[:80]}-{day}.zip"
