"""What is looked after every hour, and that one failure does not keep the rest from it."""

from __future__ import annotations

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from processes import attachments, composing, redrawing
from processes.models import Article, Redraw
from tests.cast import DAY, Cast


def housekeeping() -> str:
    said = StringIO()
    call_command("housekeeping", stdout=said)
    return said.getvalue()


def test_pages_that_were_left_over_are_drawn(cast: Cast) -> None:
    source = cast.article("Source", "See [[Target]].")
    cast.article("Target")
    assert "pages drawn anew: 2" in housekeeping()
    source.refresh_from_db()
    assert 'class="internal"' in source.html
    assert not Redraw.objects.exists()


def test_what_was_published_lately_is_drawn_again_and_what_was_not_is_left_alone(
    cast: Cast,
) -> None:
    cast.article("New")
    old = cast.article("Old")
    Article.objects.filter(pk=old.pk).update(published_at=timezone.now() - DAY, html="as it was")
    assert "pages drawn anew: 1" in housekeeping()
    old.refresh_from_db()
    assert old.html == "as it was"


def test_finished_jobs_are_forgotten_after_a_while(cast: Cast) -> None:
    long_ago, lately = timezone.now() - 8 * DAY, timezone.now() - DAY
    for finished in (long_ago, lately):
        result = redrawing.redraw_waiting.enqueue()
        DBTaskResult.objects.filter(pk=result.id).update(status="SUCCESSFUL", finished_at=finished)
    housekeeping()
    assert [job.finished_at for job in DBTaskResult.objects.finished()] == [lately]


def test_one_failure_keeps_nothing_else_from_being_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("The disk is gone.")

    monkeypatch.setattr(attachments, "sweep", fail)
    cast.article()
    result = redrawing.redraw_waiting.enqueue()
    long_ago = timezone.now() - datetime.timedelta(days=30)
    DBTaskResult.objects.filter(pk=result.id).update(status="SUCCESSFUL", finished_at=long_ago)
    with pytest.raises(CommandError, match="uploads swept"):
        housekeeping()
    assert not DBTaskResult.objects.finished().exists()
    assert not Redraw.objects.exists()


def test_a_page_that_cannot_be_drawn_fails_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def live(article: Article) -> Any:
        raise ValueError(article.title)

    page = cast.article()
    monkeypatch.setattr(composing, "live", live)
    assert "pages drawn anew: 0" in housekeeping()
    assert Redraw.objects.get().article == page
