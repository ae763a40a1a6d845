"""The pages of an import in the administration: how far it is, and what came of each page."""

from __future__ import annotations

import datetime
import json
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from importing import running
from importing.models import Import, ImportChoice, ImportNote, ImportPage, Stage, Topic
from importing.noting import Notes
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "/admin/importing/import/"
HOSTILE = "<script>alert(1)</script>"
COUNTS = {
    **dict.fromkeys(("paragraphs", "headings", "items", "tables", "cells", "code"), 0),
    "words": 100,
    "pictures": 2,
    "links": 5,
}


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.admin)
    return client


@pytest.fixture
def tried(cast: Cast) -> Import:
    return Import.objects.create(
        format="wordpress",
        name=HOSTILE,
        source="intranet",
        stage=Stage.CHECKED,
        department=cast.operations,
        owner=cast.owner,
        made_by=cast.admin,
        counts={
            "check": {
                "pages": {"new": 3, "left_out": 1},
                "drafts": {"new": 1},
                "before": {"words": 200, "pictures": 4},
                "after": {"words": 203, "pictures": 3},
            }
        },
    )


def page_of(run: Import, position: int, state: str = "new", **after: int) -> ImportPage:
    return ImportPage(
        run=run,
        position=position,
        key=str(position),
        title=f"Page {position}",
        title_key=str(position),
        digest="x",
        state=state,
        before=COUNTS,
        after={} if state == "left_out" else {**COUNTS, **after},
    )


def test_the_trial_says_what_would_come_of_each_page(admin: Client, tried: Import) -> None:
    ImportPage.objects.bulk_create(
        [
            page_of(tried, 0),
            page_of(tried, 1, pictures=1, words=103),
            page_of(tried, 2, "left_out"),
            page_of(tried, 3, "different"),
        ]
    )
    lossy = tried.pages.get(position=1)
    for topic, text in (("picture", f"{HOSTILE} is in none of the files."), ("link", "Gone.")):
        ImportNote.objects.create(
            run=tried, page=lossy, stage="checking", topic=topic, where="a.xml", text=text
        )
    address = f"{LIST}{tried.pk}/trial/"
    page = admin.get(address).content.decode()
    assert HOSTILE not in page
    assert "<b>2</b> new<" in page
    assert "<b>1</b> new, as a draft" in page
    assert "<b>1</b> Pictures and files that could not be brought in" in page
    assert "Words 100 → 103" in page
    assert page.count('<span class="import-less">−1</span>') == 2, "in sum and of the page"

    def titles(query: str) -> list[int]:
        shown = admin.get(f"{address}?{query}").content.decode().partition('id="pages"')[2]
        return [number for number in range(4) if f"Page {number}" in shown]

    assert titles("only=worth") == [1]
    assert titles("only=fewer") == [1]
    assert titles("only=left_out") == [2]
    assert titles("q=page+3") == [3]
    assert titles("topic=link") == [1]
    tried.pages.filter(position=0).update(form="draft")
    assert titles("only=new") == [1]
    assert titles("only=new-draft") == [0]
    all_of_them = admin.get(address).content.decode().partition('id="pages"')[2]
    in_order = sorted(range(4), key=lambda number: all_of_them.index(f"Page {number}"))
    assert in_order == [2, 3, 1, 0], "what needs an eye first"
    assert titles("only=nonsense&topic=nonsense&p=99") == [0, 1, 2, 3]
    report = admin.get(f"{LIST}{tried.pk}/report.json")
    told = json.loads(report.getvalue())
    assert [one["topic"] for one in told["topics"]] == ["picture", "link"]
    assert report["Content-Disposition"].startswith("attachment")


def test_many_lines_of_one_reason_are_counted_together(admin: Client, tried: Import) -> None:
    ImportPage.objects.bulk_create([page_of(tried, number) for number in range(13)])
    notes = Notes(tried, Stage.CHECKING)
    for page in tried.pages.all():
        text = f"https://old.example.com/?p={page.position} – No such page."
        notes.add(Topic.LINK, page.key, text, page.pk)
    notes.add(Topic.LINK, "a.xml, item 3 (“Page 3”)", f"{HOSTILE} – Elsewhere.", None)
    for number in (512, 600):
        notes.add(Topic.LEFT_OUT, "b.md", f"It has {number} KB, see “{number}” ({number}).")
    notes.write()
    address = f"{LIST}{tried.pk}/trial/"
    page = admin.get(f"{address}?topic=link").content.decode()
    assert HOSTILE not in page
    assert "<b>13</b> <span>No such page.</span>" in page
    assert page.count('<tr><th scope="row">Page ') == 10, "the first of them, in a fold"
    rest = page.partition("See all 13")[0].rpartition('href="')[2].partition("#")[0]
    every = admin.get(address + unescape(rest)).content.decode()
    assert every.count('<tr><th scope="row">Page ') == 13
    assert admin.get(f"{address}?topic=link&reason=%00{'x' * 5000}").status_code == 200
    left_out = admin.get(f"{address}?topic=left_out").content.decode()
    assert "<b>2</b> <span>It has … KB, see “…” (…).</span>" in left_out
    told = json.loads(admin.get(f"{LIST}{tried.pk}/report.json").getvalue())
    assert told["topics"][1]["reasons"][0] == {"reason": "No such page.", "count": 13}
    assert {"Page 5", "b.md"} <= {note["where"] for note in told["notes"]}
    # Lines go on naming their page when that is gone.
    running.forget(tried)
    assert tried.notes.filter(where="Page 5", page=None).exists()


def test_twenty_thousand_pages_stay_usable(
    admin: Client, tried: Import, django_assert_max_num_queries: Any
) -> None:
    pages = [page_of(tried, number, words=90 + number % 20) for number in range(2_000)]
    ImportPage.objects.bulk_create(pages, 500)
    admin.get(f"{LIST}{tried.pk}/trial/")
    for query in ("", "?only=worth&p=7", "?q=9&only=new", "?topic=link"):
        with django_assert_max_num_queries(14):
            page = admin.get(f"{LIST}{tried.pk}/trial/{query}").content.decode()
        assert len(page) < 250_000
    assert "of 1000" in admin.get(f"{LIST}{tried.pk}/trial/?only=fewer").content.decode()


def test_the_report_stays_when_the_texts_are_gone(admin: Client, tried: Import) -> None:
    now = timezone.now()
    Import.objects.filter(pk=tried.pk).update(stage=Stage.APPLIED, applied_at=now, emptied_at=now)
    ImportNote.objects.create(
        run=tried, stage="applying", topic="link", where="a.xml", text="It leads nowhere."
    )
    response = admin.get(f"{LIST}{tried.pk}/change/", follow=True)
    assert response.redirect_chain[-1][0] == f"{LIST}{tried.pk}/report/"
    page = response.content.decode()
    assert "<b>2</b> new" in page
    assert "Links that lead nowhere" in page
    assert "Applied" in admin.get(LIST).content.decode()


def test_progress_is_shown_without_any_script(admin: Client, tried: Import) -> None:
    Import.objects.filter(pk=tried.pk).update(
        stage=Stage.APPLYING, done=30, total=120, beat_at=timezone.now()
    )
    address = f"{LIST}{tried.pk}/progress/"
    for other in ("trial", "places", "apply", "report", "files"):
        assert admin.get(f"{LIST}{tried.pk}/{other}/")["Location"] == address
    response = admin.get(address)
    page = response.content.decode()
    assert response["Refresh"] == "2"
    assert 'max="120" value="30"' in page
    assert "25 %" in page
    assert "Refresh" not in admin.get(address + "?still")
    assert "Go on" not in page
    admin.post(f"{LIST}{tried.pk}/stop/")
    assert "Being stopped" in admin.get(address).content.decode()
    # Once it gives no sign of life any more, that is said.
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Import.objects.filter(pk=tried.pk).update(beat_at=long_ago)
    page = admin.get(address).content.decode()
    assert "No sign of life" in page
    assert "Go on" in page
    # Whoever comes back after it has ended is led on.
    Import.objects.filter(pk=tried.pk).update(stage=Stage.CHECKED)
    assert admin.get(address)["Location"] == f"{LIST}{tried.pk}/trial/"


def test_a_failure_is_told_with_what_to_do(admin: Client, tried: Import) -> None:
    Import.objects.filter(pk=tried.pk).update(
        stage=Stage.FAILED, failed_at=Stage.READING, problem=f"a.xml, line 7: {HOSTILE}"
    )
    response = admin.get(f"{LIST}{tried.pk}/change/", follow=True)
    page = response.content.decode()
    assert "The files could not be read" in page
    assert "a.xml, line 7: &lt;script&gt;" in page
    assert "Read them again" in page
    assert "Refresh" not in response
    assert "Add files" in admin.get(f"{LIST}{tried.pk}/files/").content.decode()


def test_an_import_is_thrown_away_on_a_page_that_says_so(admin: Client, tried: Import) -> None:
    ImportPage.objects.bulk_create([page_of(tried, 0)])
    address = f"{LIST}{tried.pk}/throw/"
    assert "The wiki does not change" in admin.get(address).content.decode()
    assert Import.objects.exists()
    Import.objects.filter(pk=tried.pk).update(stage=Stage.CHECKING, beat_at=timezone.now())
    admin.post(address)
    assert Import.objects.exists(), "not while it is at work"
    Import.objects.filter(pk=tried.pk).update(stage=Stage.CHECKED)
    assert admin.post(address)["Location"] == LIST
    assert not Import.objects.exists()
    assert admin.post(address).status_code == 404


def test_departments_that_would_stay_empty_are_told_before(admin: Client, tried: Import) -> None:
    ImportChoice.objects.bulk_create(
        [
            ImportChoice(run=tried, key=key, name=key, choice=choice, new_parent_key=above)
            for key, choice, above in (
                ("guides", "new", ""),
                ("guides/it", "new", "guides"),
                ("news", "new", ""),
                ("misc", "tag", ""),
            )
        ]
    )
    page = page_of(tried, 0)
    page.place_key = "guides/it"
    page.save()
    shown = admin.get(f"{LIST}{tried.pk}/apply/").content.decode()
    assert "3 new departments" in shown
    assert "1 of them gets no page" in shown
