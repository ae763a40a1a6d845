"""The whole of an export, brought in: what belongs to the wiki, then page by page.

Ended halfway, it is begun again and goes on where it stopped: a page is wholly in or not at all,
and what is in is never written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count

from accounts import auditing
from accounts.models import User
from importing.batches import in_batches
from importing.files import Files, Unreadable
from importing.imprimatur import format as names
from importing.imprimatur import parsing, words
from importing.imprimatur.articles import Bringing
from importing.imprimatur.attaching import Attaching
from importing.imprimatur.parsing import Told
from importing.imprimatur.people import People
from importing.imprimatur.places import Places
from processes import arranging, publishing, redrawing
from processes.models import Article, ArticleLink

_BATCH = 500


@dataclass
class Outcome:
    """`notes` are lines of the report: where, what."""

    total: int = 0
    new: int = 0
    known: int = 0
    left_out: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, where: str, what: str) -> None:
        self.notes.append((where, what))


def bring(files: Files, by: User, outcome: Outcome, *, trusted: bool = False) -> Iterator[None]:
    """Brings all of it and yields after each page; `outcome` is filled meanwhile.

    Everything is looked at before anything is written. `trusted`: approvals there count here.
    Raises Unreadable.
    """
    manifest = parsing.manifest(files)
    listed = _listed(manifest)
    outcome.total = len(listed)
    for name in listed.values():
        parsing.page(files, name)
    source = parsing.text_of(manifest, "url", 200) or "another wiki"
    bringing = _belongings(files, source, by, outcome, trusted=trusted)
    articles: dict[str, Article] = {}
    new: dict[str, str] = {}
    for name in listed.values():
        before = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        article = bringing.bring(name)
        if article is None:
            outcome.left_out += 1
        else:
            articles[_address(files, name)] = article
            is_new = article.pk > before
            new |= {_address(files, name): name} if is_new else {}
            outcome.new += is_new
            outcome.known += not is_new
        yield
    for address, name in new.items():
        _put_in_place(articles[address], parsing.page(files, name), articles)
    if new:
        arranging.mend()
        _look_again([articles[address].pk for address in new])
        auditing.record("imported", by=by, what=source, pages=outcome.new)
    redrawing.drain()


@transaction.atomic
def _belongings(
    files: Files, source: str, by: User, outcome: Outcome, *, trusted: bool
) -> Bringing:
    people = People.of(parsing.rows(files, names.PEOPLE), source, by)
    places = Places.of(parsing.rows(files, names.DEPARTMENTS), people, outcome.note)
    places.all()
    words.bring_terms(parsing.rows(files, names.TERMS), places, outcome.note)
    words.bring_tools(parsing.rows(files, names.TOOLS), places, people, outcome.note)
    words.bring_templates(parsing.rows(files, names.TEMPLATES), places, people, outcome.note)
    rows = parsing.rows(files, names.ATTACHMENTS)
    attaching = Attaching.of(rows, files, people, places, outcome.note)
    return Bringing(files, source, people, places, attaching, outcome.note, trusted)


def _listed(manifest: Mapping[str, Any]) -> dict[int, str]:
    """{number there: file} of all pages, in the order of the export."""
    rows = manifest.get("pages")
    found: dict[int, str] = {}
    for row in rows if isinstance(rows, list) else []:
        number = row.get("id") if isinstance(row, dict) else None
        name = row.get("file") if isinstance(row, dict) else None
        if not isinstance(number, int) or not isinstance(name, str) or number in found:
            raise Unreadable(names.MANIFEST, "Its list of pages is broken.")
        found[number] = name
    return found


def _address(files: Files, name: str) -> str:
    """As other pages of the export speak of it: department/page."""
    told = parsing.page(files, name)
    return f"{told.text('department', 60)}/{told.text('address', 100)}"


@transaction.atomic
def _put_in_place(article: Article, told: Told, articles: Mapping[str, Article]) -> None:
    """Parents, order and what replaces what: once all pages are there."""
    parent = articles.get(told.text("parent"))
    if parent is not None and parent.department_id == article.department_id:
        article.parent = parent if not _is_above(article, parent) else None
    position = told.number("position")
    article.position = position if position is not None and position < 32_000 else None
    article.save(update_fields=["parent", "position"])
    archived = told.moment("archived_at")
    if archived is not None and not article.is_archived:
        publishing.archive(article, articles.get(told.text("replaced_by")), archived)


@transaction.atomic
def _look_again(ids: list[int]) -> None:
    """Where several pages have one title, a link was noted for whichever was there first: it is
    looked up anew, now that all are there."""
    titles = Article.objects.filter(version__gt=0).order_by().values("title_key")
    twice = titles.annotate(times=Count("pk")).filter(times__gt=1).values("title_key")
    for some in in_batches(ids, _BATCH):
        noted = ArticleLink.objects.filter(source__in=some, title_key__in=twice)
        sources = list(noted.values_list("source", flat=True))
        noted.delete()
        redrawing.ask(Article.objects.filter(pk__in=sources))


def _is_above(article: Article, parent: Article) -> bool:
    seen: set[int] = set()
    above: Article | None = parent
    while above is not None and above.pk not in seen:
        if above.pk == article.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False
