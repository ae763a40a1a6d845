"""Where a link of the old wiki leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import basename, splitext
from urllib.parse import unquote, urlsplit

from processes.text.rendering import Heading


@dataclass(slots=True)
class Known:
    """A page that links lead to: of the import, or of the wiki itself (its `pk` is 0 then).

    `department` and `slug` are where it will stand, or stands; both "" where it does not come in.
    """

    pk: int
    title: str
    title_key: str = ""
    department: str = ""
    slug: str = ""
    article: int | None = None
    headings: tuple[Heading, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/{self.department}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class ToPage:
    page: Known
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class ToFolder:
    """A place without a page of its own; `address` is that of its department or tag here."""

    address: str


@dataclass(frozen=True, slots=True)
class ToFile:
    """A file of the import by its name, or one that is to be fetched from `url`; `row` is the
    `ImportAddress` that says so, 0 where none does, `title` what the old wiki called it."""

    name: str = ""
    url: str = ""
    row: int = 0
    title: str = field(default="", compare=False)

    @property
    def called(self) -> str:
        """What it will be called: its title, where that is the name of such a file."""
        name = basename(self.name) or basename(unquote(urlsplit(self.url).path))
        ending = splitext(name)[1].lower()
        title = basename(self.title)
        return title if ending and splitext(title)[1].lower() == ending else name or "file"


@dataclass(frozen=True, slots=True)
class ToUrl:
    """Another site, reached through a redirect of the old one."""

    url: str


@dataclass(frozen=True, slots=True)
class Broken:
    why: str


Target = ToPage | ToFolder | ToFile | ToUrl | Broken


@dataclass(frozen=True, slots=True)
class Asset:
    """A place in a text where the address of a stored file will stand.

    `written` is what stood there; it stays when the file is refused.
    """

    file: ToFile
    written: str


Text = tuple[str | Asset, ...]
