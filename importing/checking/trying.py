"""Tries the text of each page: its links, its pictures, and whether it can be drawn."""

from __future__ import annotations

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import transaction

from importing.checking.clashing import note_clashes
from importing.checking.known import address_of
from importing.checking.looking import Looker
from importing.comparing import is_same
from importing.counting import count_html
from importing.departments import Departments
from importing.files import Files
from importing.models import Import, ImportPage, PageState, Stage, Topic
from importing.noting import Notes
from importing.rewriting import Rewriter
from importing.targets import Asset
from importing.texts import Texts
from importing.working import Beat
from processes import drawing
from processes.text.rendering import LinkRequest, Picture, Rendered, ResolvedLink

BATCH = 50
TRIED = ["state", "after", "links", "needs"]
# Where a picture will be shown from; which one is known once it is stored.
_SOMEWHERE = f"/attachments/{uuid.UUID(int=0)}/file"


def try_all(run: Import, departments: Departments, files: Files, beat: Beat) -> None:
    """Tries all pages that are still to be tried, a batch and a transaction at a time."""
    texts, looker = Texts(run, departments, files), Looker(files)
    with ThreadPoolExecutor(settings.RENDER_PROCESSES) as pool:
        while pages := _waiting(run):
            notes = Notes(run, Stage.CHECKING)
            trials = [
                _Trial(page, rewriter, looker, notes)
                for page, rewriter in zip(pages, texts.of(pages), strict=True)
            ]
            for trial, drawn in zip(trials, pool.map(_draw, trials), strict=True):
                trial.conclude(drawn)
            with transaction.atomic():
                note_clashes(run, [page for page in pages if page.state == PageState.NEW], notes)
                ImportPage.objects.bulk_update(pages, TRIED, BATCH)
                notes.write()
            beat.step(len(pages))
    beat.write()


def _waiting(run: Import) -> list[ImportPage]:
    waiting = run.pages.filter(state=PageState.READ).order_by("position")
    return list(waiting.select_related("article__department")[:BATCH])


class _Trial:
    """Of one page."""

    def __init__(self, page: ImportPage, rewriter: Rewriter, looker: Looker, notes: Notes) -> None:
        self.page, self.rewriter, self.looker, self.notes = page, rewriter, looker, notes
        self.text = "".join(
            piece if isinstance(piece, str) else self._address(piece)
            for piece in rewriter.rewrite()
        )

    def conclude(self, drawn: Rendered | drawing.NotDrawn) -> None:
        page = self.page
        if isinstance(drawn, drawing.NotDrawn):
            page.state = PageState.LEFT_OUT
            self._note(Topic.LEFT_OUT, str(drawn))
            return
        page.after = count_html(drawn.html).told()
        page.links = told(self.rewriter.counts)
        page.needs = sorted(self.rewriter.leads_to - {0, page.pk})
        for topic, text in self.rewriter.notes:
            self._note(topic, text)
        if page.article is None:
            page.state = PageState.NEW
        elif is_same(page, page.article, self.text):
            page.state = PageState.SAME
        else:
            page.state = PageState.DIFFERENT
            self._note(Topic.DIFFERENT, address_of(page.article))

    def _address(self, asset: Asset) -> str:
        if why := self.looker.why_not(asset.file):
            self._note(Topic.PICTURE, f"{asset.written} – {why}")
            return asset.written
        return _SOMEWHERE

    def _note(self, topic: str, text: str) -> None:
        self.notes.add(topic, self.page.key, text, self.page.pk)


def told(counts: Counter[str]) -> dict[str, int]:
    """How many links lead where; what is about pictures and sections alone stands apart."""
    return {name: count for name, count in sorted(counts.items()) if count}


def _draw(trial: _Trial) -> Rendered | drawing.NotDrawn:
    """In a thread: asks no database. Raises Busy, which is no fault of the text."""
    try:
        return drawing.draw(trial.text, _found, pictures=_picture)
    except drawing.Busy:
        raise
    except drawing.NotDrawn as error:
        return error


def _found(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("found", href=request.address or "/", name=request.title)


def _picture(src: str) -> Picture | None:
    return Picture(src, 100, 100) if src.startswith(_SOMEWHERE) else None
