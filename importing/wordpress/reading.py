"""From the files of an export to what is found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from importing.files import Files
from importing.source import About, Asked, Found, Note
from importing.wordpress import forums, people, uploads
from importing.wordpress.choosing_files import exports_in
from importing.wordpress.decoding import Decoder
from importing.wordpress.exports import Export, Survey
from importing.wordpress.index import Index
from importing.wordpress.kinds import Kind, is_page, kind_of, type_of
from importing.wordpress.pages import Pages
from importing.wordpress.parsing import elements
from importing.wordpress.survey import survey
from importing.wordpress.taxonomies import Taxonomies

_MOST_HOSTS = 20
_NO_ARCHIVES = (
    "Lists of what somebody wrote (/author/…), of a year or month (/2024/05/) and feeds (/feed/)"
    " have no page here: their addresses are not led on. Those of categories and tags are."
)


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """All of one or more exports, in two readings: the first finds out whether every file is sound,
    and nothing is yielded before. Raises Unreadable."""
    names, notes = exports_in(files)
    index = Index()
    try:
        found = survey(files, names, index)
        hosts = _hosts(found, asked)
        uploads.settle(index, hosts)
        taxonomies = Taxonomies(index)
        yield _about(found, hosts)
        yield from people.authors(index)
        yield from taxonomies.places(found.exports[0].base)
        yield from taxonomies.labels(found.exports[0].base)
        yield from uploads.found_files(index, files, found.exports[0].base)
        pages = Pages(found, taxonomies, asked)
        passed = Counter[str]()
        for export in found.exports:
            yield from _pages(files, export, pages, passed)
        yield from notes
        yield from _last_words(found, pages, passed)
    finally:
        index.close()


def _pages(files: Files, export: Export, pages: Pages, passed: Counter[str]) -> Iterator[Found]:
    decoder = Decoder(export.name, export.decoder.encoding)
    with files.open(export.name) as file:
        for element in elements(decoder.pieces(file), export.name):
            if element.name != "item":
                continue
            if is_page(element):
                yield from pages.of(element, export)
            elif kind_of(element) in (Kind.OWN, Kind.OTHER) and len(passed) < 200:
                passed[type_of(element)[:60]] += 1


def _hosts(found: Survey, asked: Asked) -> tuple[str, ...]:
    """Names of the old site: those it says, those it was once under by most of its pages' own
    numbers, and those the admin knows; each with `www.` and without."""
    named = [export.site.partition("/")[0].partition(":")[0] for export in found.exports]
    total = found.index.one("select count(*) from page where is_coming") or (0,)
    moved = found.index.all(
        "select name from host where what = 'guid' and uses * 2 > ? order by uses desc", total[0]
    )
    names = [*named, *(name for (name,) in moved), *(host.lower() for host in asked.hosts)]
    plain = dict.fromkeys(name.removeprefix("www.") for name in names if name)
    return tuple(host for name in list(plain)[:_MOST_HOSTS] for host in (name, f"www.{name}"))


def _about(found: Survey, hosts: tuple[str, ...]) -> About:
    first = found.exports[0]
    source = first.site or (hosts[0] if hosts else "") or first.title or first.name
    return About(source[:200], first.title or first.site, hosts, _told(found))


def _told(found: Survey) -> dict[str, Any]:
    first, index = found.exports[0], found.index

    def count(question: str) -> int:
        row = index.one(f"select count(*) from {question}")  # noqa: S608 (our own words)
        return row[0] if row else 0

    above = "and parent not in ('', '0')"
    return {
        "address": first.base,
        "generator": first.generator,
        "version": first.version,
        "files": len(found.exports),
        **found.tally.told(),
        "authors_declared": count("person where is_declared"),
        "authors_named": count("creator"),
        "categories": count("term where is_declared and taxonomy = 'category'"),
        "categories_with_parent": count(f"term where taxonomy = 'category' {above}"),
        "tags": count("term where is_declared and taxonomy = 'post_tag'"),
    }


def _last_words(found: Survey, pages: Pages, passed: Counter[str]) -> Iterator[Note]:
    for export in found.exports:
        decoder = export.decoder
        if decoder.controls:
            told = f"{decoder.controls} control characters, which XML forbids, were dropped."
            yield Note("warning", export.name, told)
        if decoder.foreign:
            told = f"{decoder.foreign} bytes are no UTF-8 and were read as Windows-1252: look at "
            yield Note("warning", export.name, f"{told}accents and quotes.")
    name = found.exports[0].name
    for login in people.undeclared(found.index):
        yield Note("person", login, "The export names them as an author and says nothing else.")
    for kind, number in sorted(passed.items()):
        yield Note("left_out", name, f"{number} items of the type {kind} are no pages.")
    if number := forums.without_topic(found.index):
        told = "answers in a forum were left out: their topic is not in the export."
        yield Note("left_out", name, f"{number} {told}")
    yield Note("address", name, _NO_ARCHIVES)
    if pages.left_out:
        why = ", ".join(f"{number} {word}" for word, number in sorted(pages.left_out.items()))
        number = pages.left_out.total()
        some = f"{number} comments were" if number != 1 else "1 comment was"
        yield Note("left_out", name, f"{some} left out: {why}.")
