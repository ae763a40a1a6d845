"""The dry run: what would become of each page. It writes nothing but the import's own rows.

placing.py     where each page goes, which article it is already
trying.py      its text: links, pictures, drawn as at publication, counted
looking.py     whether the wiki would take a picture or file
clashing.py    old addresses that cannot be led on
ordering.py    in which turn pages are applied
"""

from __future__ import annotations

from importing.checking.ordering import set_turns
from importing.checking.placing import place_all
from importing.checking.trying import try_all
from importing.collecting import open_files
from importing.departments import Departments
from importing.models import Import, PageState, Stage
from importing.summing import sum_up
from importing.working import at_work


def check(run: Import) -> None:
    """Tries all pages; goes on where it stopped. Raises Refused and Failed."""
    with at_work(run, Stage.CHECKING) as (beat, goes_on), open_files(run) as files:
        run.refresh_from_db(fields=["department", "owner", "hosts", "fetch_from", "counts"])
        if not goes_on:
            run.notes.filter(stage__in=(Stage.CHECKING, Stage.APPLYING)).delete()
            run.pages.update(
                state=PageState.READ, slug="", place_key="", after={}, links={}, article=None
            )
        departments = Departments(run)
        beat.total = run.pages.count()
        beat.write()
        place_all(run, departments, beat)
        beat.done = beat.total - run.pages.filter(state=PageState.READ).count()
        beat.write()
        try_all(run, departments, files, beat)
        set_turns(run, beat)
        run.counts = {**run.counts, "check": sum_up(run, departments)}
        run.save(update_fields=["counts"])
