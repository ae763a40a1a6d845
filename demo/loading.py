"""Fills an empty wiki with the demo company, through the same verbs that people use.

Its history is replayed in order of time: every page is proposed, submitted and approved, so that
versions, links, the search index and the log are what years of use would have left behind.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from demo import reading
from demo.loader import Loader
from demo.pictures import draw_all
from demo.proposing import propose
from demo.reading import Draft, Edition, Page
from demo.settling_in import settle_in
from demo.words import load_facts, load_rules, load_words, propose_words
from processes import redrawing


def load_demo(tell: Callable[[str], None] = lambda _: None) -> bool:
    """Loads the demo company into an empty wiki, wholly or not at all.

    Returns False, and touches nothing, where departments or people exist already.
    """
    loaded = _load(tell)
    redrawing.drain()  # links that led nowhere yet when their page was published
    return loaded


@transaction.atomic
def _load(tell: Callable[[str], None]) -> bool:
    if Department.objects.exists() or User.objects.exists():
        return False
    loader = Loader(now=timezone.now(), pictures=_draw())
    loader.load_people()
    load_words(loader)
    load_facts(loader)
    load_rules()
    editions = [(edition, page) for page in reading.pages() for edition in page.editions]
    for number, (edition, page) in enumerate(sorted(editions, key=_oldest_first), start=1):
        loader.publish(page, edition)
        if number % 25 == 0:
            tell(f"{number} of {len(editions)} versions published")
    for draft in sorted(reading.drafts(), key=_first_day):
        propose(loader, draft)
    settle_in(loader)
    propose_words(loader)
    tell(f"{len(loader.articles)} pages, {User.objects.count()} people")
    return True


def _oldest_first(dated: tuple[Edition, Page]) -> tuple[float, str]:
    return -dated[0].days_ago, dated[1].title


def _first_day(draft: Draft) -> float:
    return -float(draft.earlier.get("days_ago", draft.days_ago))


def _draw() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return {path.name: path.read_bytes() for path in draw_all(Path(folder))}
