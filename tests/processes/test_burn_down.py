"""How the imported pages that nobody has reviewed become fewer."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import reports, workflow
from processes.models import Article, Decision
from processes.reports import Scope
from tests.cast import Cast, deputise
from tests.processes.test_provenance import imported

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db

HERE = "/reports/imported/"
NOW = datetime.datetime(2026, 11, 18, 12, tzinfo=datetime.UTC)  # a Wednesday
WEEK = datetime.timedelta(days=7)


def test_every_page_is_counted_once_by_department_and_by_week(cast: Cast) -> None:
    pages = [imported(cast, f"Page {n}", at=NOW - 3 * WEEK) for n in range(4)]
    later = imported(cast, "Later", department=cast.finance, owner=cast.treasurer, at=NOW - WEEK)
    cast.article("Written here")
    owner = cast.fresh(cast.owner)
    workflow.confirm(pages[0], owner, version=1, at=NOW - 2 * WEEK)
    workflow.confirm(pages[0], owner, version=1, at=NOW)
    cast.approve(cast.pending(pages[1], "Unpack it with care."))
    workflow.archive(pages[2], owner, reason="Nobody needs it", at=NOW - WEEK)
    report = reports.burn_down(Scope(cast.fresh(cast.reader)), timezone.localdate())
    total = report.total
    assert (total.imported, total.reviewed, total.archived, total.left) == (5, 2, 1, 2)
    assert {(one.department.slug, one.left) for one in report.departments} == {
        ("equipment", 1),
        ("finance", 1),
    }
    weeks = {week.begins: (week.left, week.done) for week in report.weeks}
    monday = datetime.date(2026, 10, 26)
    assert [weeks[monday + n * WEEK] for n in range(3)] == [(4, 0), (3, 1), (3, 1)]
    assert report.weeks[-1].left == 2
    assert {page.title for page in reports.left(Scope(owner))} == {"Page 3", later.title}


def test_the_page_shows_only_what_one_may_read(cast: Cast, as_: As) -> None:
    imported(cast)
    imported(cast, "The budget", department=cast.board, owner=cast.insider)
    page = as_(cast.reader).get(HERE)
    assert page.context["report"].total.imported == 1
    assert "The budget" not in page.content.decode()
    assert "Board" not in page.content.decode()
    assert as_(cast.reader).get(f"{HERE}?department=board").status_code == 404
    assert as_(cast.insider).get(HERE).context["report"].total.left == 2
    assert as_(cast.insider).get(f"{HERE}?department=board").context["report"].total.left == 1


def test_managers_are_led_from_their_reviews_to_what_is_theirs(cast: Cast, as_: As) -> None:
    mine = imported(cast)
    imported(cast, "Pay a bill", department=cast.finance, owner=cast.treasurer)
    deputise(cast.owner, cast.deputy)
    for person in (cast.owner, cast.deputy):
        desk = as_(person).get("/reviews/").content.decode()
        assert "1 imported page that you answer for has never been reviewed" in desk
        rows = as_(person).get(f"{HERE}?show=mine").context["rows"]
        assert [(row.article, row.may_decide) for row in rows] == [(mine, True)]
    assert "never been reviewed" not in as_(cast.reader).get("/reviews/").content.decode()
    page = as_(cast.owner).get(HERE)
    assert [row.may_decide for row in page.context["rows"]] == [True, False]
    workflow.confirm(mine, cast.fresh(cast.owner), version=1)
    assert "never been reviewed" not in as_(cast.owner).get("/reviews/").content.decode()
    page = as_(cast.owner).get(f"{HERE}?show=mine").content.decode()
    assert "Nothing of it waits for you" in page


def test_it_asks_no_more_with_more_pages(cast: Cast, as_: As) -> None:
    assert "Nothing was imported" in as_(cast.reader).get(HERE).content.decode()
    first = imported(cast, at=timezone.now() - 300 * WEEK)
    now = timezone.now()
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment, owner=cast.owner, title=f"Page {n}", title_key=f"page {n}",
            slug=f"page-{n}", version=1, published_at=now,
        )
        for n in range(300)
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(article=page, action="imported", by=cast.admin, version=1, at=now)
        for page in pages
    )
    client = as_(cast.owner)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(HERE)
    assert len(asked) <= 2 + 6
    assert page.context["report"].total.left == 301
    assert len(page.context["chart"]["bars"]) <= 26
    assert first.title in client.get(f"{HERE}?page=7").content.decode()
