"""Killed with SIGKILL while pages come in, an import goes on, to the same end as one undisturbed.

KILLS says how often: 200 before a release.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connections

from accounts.models import Department
from importing import running
from importing.applying import remarks
from importing.counting import count_html
from importing.files import Files
from importing.models import Import, PageState, Stage
from importing.readers import READERS
from importing.source import About, Asked, File, Found, Page, Place, Remark
from processes import composing, integrity, redrawing
from processes.models import Article, Attachment, OldAddress, Provenance
from processes.text.rendering import render
from tests.cast import Cast, gather
from tests.importing.old_wiki import FORMAT, PNG, zipped

KILLS = int(os.environ.get("KILLS", "12"))
PAGES = 12

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _draw_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the process that is killed, so that none is left behind."""
    monkeypatch.setattr(composing, "drawn", lambda *args, **facts: render(*args, **facts))
    monkeypatch.setattr(remarks.drawing, "drawn", lambda *args, **facts: render(*args, **facts))


def begun(cast: Cast, name: str, department: Department, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Read and tried: the same wiki each time, but for its name."""
    site = f"https://{name}.example.com"

    def read(files: Files, asked: Asked) -> Iterator[Found]:
        yield About(site, name)
        yield Place("guides", "Guides", addresses=(f"{site}/guides/",))
        for number in range(PAGES):
            above = f"{number - 1 if number % 3 else number + 1}"
            yield Page(
                key=f"{number}",
                title=f"{name} {number}",
                body=f"[on](/{(number + 1) % PAGES}/) ![x](/x.png)\n",
                addresses=(f"{site}/{number}/", f"{site}/?p={number}"),
                base=f"{site}/{number}/",
                before=count_html("<p>on</p>"),
                places=("guides",) if number % 2 else (),
                tags=("Word", f"Tag {number}"),
                parent=above if number % 4 else "",
                author="ann",
                form="draft" if number == 5 else "published",
                remarks=(Remark("1", "Yes."), Remark("2", "No.", answer_to="1")),
            )
        yield File((f"{site}/x.png",), "x.png")

    monkeypatch.setitem(READERS, FORMAT, read)
    run = running.begin(
        format=FORMAT, name=name, by=cast.admin, department=department, owner=cast.head
    )
    running.add_upload(run, "export.zip", zipped({"x.png": PNG, f"{name}.txt": b"1"}))
    running.read(run)
    running.check(run)
    return run


def in_the_end(run: Import, name: str) -> list[Any]:
    """All that came of it, without numbers and moments."""
    found = []
    for article in Article.objects.filter(provenance__source=run.source).order_by("title"):
        said = [article.title, article.body, article.version, article.slug, article.html]
        said += [article.parent and article.parent.title, article.department.name]
        said += [sorted(tag.name for tag in article.tags.all())]
        said += [[(one.text, one.answer_to_id is None) for one in article.old_comments.all()]]
        said += [sorted(row.key for row in article.old_wiki_addresses.all())]
        said += [article.decisions.count(), article.proposals.count()]
        there = (
            (name, "wiki"),
            ("finance-guides", "guides"),
            ("Finance", "Operations"),
            ("finance", "operations"),
        )
        found.append([_replaced(str(one), *there) for one in said])
    return found


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def test_killed_at_any_moment_it_goes_on_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = gather()
    calm = begun(cast, "calm", cast.operations, monkeypatch)
    started = time.monotonic()
    running.apply(calm)
    took = time.monotonic() - started
    pictures = Attachment.objects.count()
    run = begun(cast, "wild", cast.finance, monkeypatch)
    chance, killed = random.Random(8), 0  # noqa: S311
    for _ in range(KILLS):
        killed += _killed_within(run, chance.uniform(0, took / 4))
        brought = run.pages.filter(state=PageState.IMPORTED)
        assert brought.count() == Provenance.objects.filter(source=run.source).count()
        run.refresh_from_db()
        if run.stage == Stage.APPLIED:
            break
        Import.objects.filter(pk=run.pk, stage=Stage.APPLYING).update(beat_at="2020-01-01T00:00Z")
    assert killed > 1
    if run.stage != Stage.APPLIED:
        run.refresh_from_db()
        running.apply(run)
    redrawing.drain()
    assert run.counts["apply"]["pages"] == {"imported": PAGES}
    assert in_the_end(run, "wild") == in_the_end(calm, "calm")
    assert OldAddress.objects.filter(host="wild.example.com").count() == (
        OldAddress.objects.filter(host="calm.example.com").count()
    )
    assert Attachment.objects.count() == pictures
    assert not list(integrity.check_all())


def test_killed_while_it_is_read_or_tried_nothing_is_there_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = gather()
    run = begun(cast, "wild", cast.finance, monkeypatch)
    chance, calm, articles = random.Random(9), staged(run), Article.objects.count()  # noqa: S311
    killed = 0
    for verb, stage in ((running.read, Stage.READING), (running.check, Stage.CHECKING)):
        started = time.monotonic()
        verb(Import.objects.get(pk=run.pk))
        took = time.monotonic() - started
        for _ in range(max(KILLS // 3, 2)):
            killed += _killed_within(run, chance.uniform(0, took), verb)
            stalled = Import.objects.filter(pk=run.pk, stage=stage)
            stalled.update(beat_at="2020-01-01T00:00Z")
        verb(Import.objects.get(pk=run.pk))
        run.refresh_from_db()
    assert killed > 1
    assert (run.stage, staged(run)) == (Stage.CHECKED, calm)
    assert Article.objects.count() == articles


def staged(run: Import) -> list[Any]:
    """What was read and tried of it, without numbers and moments."""
    pages = run.pages.order_by("key")
    told = ("key", "title", "body", "state", "slug", "after", "links", "place_key", "turn")
    rows = [list(pages.values_list(*told)), run.pages.filter(comments__gt=0).count()]
    choices = run.choices.order_by("is_author", "key").values_list("key", "choice", "rank")
    addresses = run.addresses.order_by("digest", "file").values_list("digest", "file", "place_key")
    notes = run.notes.order_by("topic", "where", "text").values_list("topic", "where", "text")
    counts = run.counts["read"], run.counts["check"]
    return [*rows, *map(list, (choices, addresses, notes)), counts]


def _killed_within(
    run: Import, seconds: float, verb: Callable[[Import], object] = running.apply
) -> bool:
    connections.close_all()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            verb(Import.objects.get(pk=run.pk))
        os._exit(0)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
