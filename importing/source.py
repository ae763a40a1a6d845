"""What a reader finds in the files of an old wiki. Pure: no models, no requests.

A reader yields these in whatever order its files have them; nothing else of it is kept in memory.
Texts are Markdown already; links and pictures in them still have the addresses of the old wiki.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from importing.counting import Counts
from importing.files import Files
from importing.files import Unreadable as Unreadable
from processes.text.rendering import Heading


@dataclass(frozen=True, slots=True)
class About:
    """What the old wiki says of itself; yielded first. `source` names it for good (its address, or
    the name of the folder), `hosts` are the names it was known under."""

    source: str
    title: str = ""
    hosts: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Author:
    """`key` is what pages call them; `email` "" where the old wiki does not tell."""

    key: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A category, a folder or a space. `suggests_tag`: rather a tag than a department."""

    key: str
    name: str
    parent: str = ""
    suggests_tag: bool = False
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A tag, as pages have it, and the addresses at which the old wiki listed its pages."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A picture or another file with the addresses it had. `name` is its name within the import's
    files as far as the reader can tell, "" where only fetching `url` would bring it."""

    addresses: tuple[str, ...]
    name: str = ""
    url: str = ""
    title: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment below a page. `text` is Markdown."""

    key: str
    text: str
    author: str = ""
    author_name: str = ""
    at: datetime.datetime | None = None
    answer_to: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    `form` is a value of `importing.models.Form`. `addresses` are those it had, its own first,
    absolute (https://old.example.com/?p=7) or from the root of the site (/guides/laptop/);
    `base` is what relative links on it are relative to (the file's folder, or its own address).
    `places` are keys of `Place`, the likeliest first. `anchors` leads from an explicit anchor of
    the old page to a heading's id, or to "" for the top. `before` counts what readers saw there.
    `more` is what only some formats have, see the reader.
    """

    key: str
    title: str
    body: str
    before: Counts
    form: str = "published"
    summary: str = ""
    parent: str = ""
    order: int | None = None
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    author: str = ""
    written_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None
    addresses: tuple[str, ...] = ()
    redirect_to: str = ""
    base: str = ""
    headings: tuple[Heading, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Also:
    """Addresses that links may have for a page (its `key`), as long as nothing else has them."""

    key: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the report. `topic` is a value of `importing.models.Topic`, `where` the file (and
    item), `page` the key of the page it is about, "" for none."""

    topic: str
    where: str
    text: str
    page: str = ""


Found = About | Author | Place | Label | File | Page | Also | Note


@dataclass(frozen=True, slots=True)
class Asked:
    """What the admin said before reading: names of the old site, and the longest text in bytes."""

    hosts: tuple[str, ...] = ()
    max_bytes: int = 1_000_000


class Reader(Protocol):
    """One per format, in `importing.readers.READERS`. Raises Unreadable."""

    def __call__(self, files: Files, asked: Asked) -> Iterator[Found]: ...
