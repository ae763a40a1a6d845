"""What a reader finds, and what a plan says is to be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from processes.text.rendering import Heading


class Topic(StrEnum):
    """What a line of the report is about; the value is the heading it stands under."""

    SKIPPED = "Not imported"
    DIFFERENT = "In the wiki already and not the same as the file; left as they are"
    LINK = "Links that lead nowhere, left as they were"
    SECTION = "Links to a section that is not there; they lead to the top of the page"
    FILE = "Images and files that could not be brought in; their links were left as they were"
    WARNING = "Worth a look"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the report: which file, and what about it."""

    topic: Topic
    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of the old wiki. Paths are relative to its folder, with `/` between parts.

    `addresses` are those it had on the old site, its own first. `anchors` leads from an explicit
    anchor of the old page to a heading's id, or to "" for the top of the page.
    """

    path: str
    title: str
    summary: str
    body: str
    addresses: tuple[str, ...] = ()
    redirect_to: str = ""
    headings: tuple[Heading, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that a reader found. `name` tells this source from another one."""

    name: str
    pages: tuple[SourcePage, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A place in a text where the address of a stored file will stand.

    `written` is what stood there; it stays when the file is refused.
    """

    file: Path
    written: str


Text = tuple[str | Asset, ...]


@dataclass(frozen=True, slots=True)
class PlannedDepartment:
    """A department for a folder ("" is the top one). `pk` is set where it exists already."""

    folder: str
    name: str
    slug: str
    pk: int | None = None

    @property
    def parent_folder(self) -> str | None:
        return self.folder.rpartition("/")[0] if self.folder else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page will stand: enough to write a link to it. `article` is set if it exists."""

    folder: str
    department: str
    slug: str
    title: str
    article: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page with its text as it will be published; `leads_to` are the paths it links to."""

    source: SourcePage
    place: Place
    body: Text
    leads_to: frozenset[str]
    marker: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import is going to do."""

    departments: tuple[PlannedDepartment, ...]
    pages: tuple[PlannedPage, ...]
    notes: tuple[Note, ...]
    counts: Counter[str]
