"""Brings the pages in: departments first, then each page in a transaction of its own.

Killed anywhere, a page is wholly in or wholly out, and the next time goes on with those that are
not in.

people.py      who wrote it, who answers for it, who brings it
pictures.py    files are stored, each once
bringing.py    one page: article, text, provenance, tags, comments, old addresses
completing.py  what needs all pages: parents, addresses that lead on, the report
"""

from __future__ import annotations

from collections.abc import Callable

from importing.applying.bringing import Bringer
from importing.applying.completing import complete
from importing.applying.people import NO_OWNER, People
from importing.collecting import open_files
from importing.departments import Departments
from importing.models import Import, ImportPage, PageState, Stage
from importing.refusals import Refused
from importing.texts import Texts
from importing.working import Beat, at_work
from processes import redrawing

BATCH = 50
Tell = Callable[[int, int], None]


def apply(run: Import, tell: Tell = lambda done, total: None) -> None:
    """Brings in what the trial found to be new; goes on where it stopped. A second time there is
    nothing left to bring. `tell` hears how many are in, after each. Raises Refused and Failed."""
    with at_work(run, Stage.APPLYING) as (beat, goes_on), open_files(run) as files:
        run.refresh_from_db(fields=["department", "owner", "made_by", "counts", "told"])
        owner = run.owner
        if owner is None or not owner.is_active:
            raise Refused(NO_OWNER)
        if not goes_on:
            run.notes.filter(stage=Stage.APPLYING).delete()
        departments = Departments(run)
        _count(run, beat)
        beat.write()
        made = departments.make(lambda: beat.step(0))
        beat.write()
        bringer = Bringer(run, departments, files, beat, People(run, owner))
        with redrawing.held():
            _bring_all(run, bringer, Texts(run, departments, files), tell)
            complete(run, departments, beat, made)


def _bring_all(run: Import, bringer: Bringer, texts: Texts, tell: Tell) -> None:
    while pages := _next(run):
        for page, rewriter in zip(pages, texts.of(pages), strict=True):
            bringer.bring(page, rewriter)
            tell(bringer.beat.done, bringer.beat.total)
    bringer.beat.write()


def _next(run: Import) -> list[ImportPage]:
    waiting = run.pages.filter(state=PageState.NEW).order_by("turn", "position")
    return list(waiting.prefetch_related("comments")[:BATCH])


def _count(run: Import, beat: Beat) -> None:
    beat.done = run.pages.filter(state=PageState.IMPORTED).count()
    beat.total = beat.done + run.pages.filter(state=PageState.NEW).count()
