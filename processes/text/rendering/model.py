"""What goes into rendering and what comes out of it. Plain values, so that they can be pickled."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Site:
    """What rendering knows of the wiki it is for."""

    # Without a slash at the end: "https://wiki.example.com".
    origins: tuple[str, ...] = ()
    # Whose pages become cards; see `processes.text.embeds`.
    embed_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What the author wrote: between `[[` and `]]`, or as an address of this wiki.

    `department` is only a hint: `[[CI/CD guide]]` also has a slash, so a resolver may try
    `raw` (everything before `#` and `|`, trimmed) as a title first. Of a person (`[[@Name]]`)
    only `person` and `raw` are set; of an address only `address` (path and query, from `/`; no
    fragment) and `raw`, which is the same. `section` of an address is its fragment, decoded.
    """

    title: str
    section: str
    department: str = ""
    raw: str = ""
    person: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """What the wiki knows about the target, for the people this text is rendered for.

    `title` is a remark for the pointer; `name` what the target is called today, "" where the
    text must not tell it. An address that is none of the wiki's articles is "found" with its own
    href and without a target.
    """

    state: Literal["found", "wanted", "hidden", "ambiguous"]
    href: str = ""
    title: str = ""
    target_id: int | None = None
    person_id: int | None = None
    name: str = ""


class Resolver(Protocol):
    """Answers a link request; asked once for each different request of a text."""

    def __call__(self, request: LinkRequest) -> ResolvedLink: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """What the wiki knows about an image: how it is shown without the page jumping about.

    `sources` are the smaller ones as (address, width in pixels), smallest first, without `src`
    itself; `still` is the address of the first frame of one that moves, else "".
    """

    src: str
    width: int = 0
    height: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    still: str = ""


class Pictures(Protocol):
    """Answers what is known about the image at an address; None where nothing is."""

    def __call__(self, src: str) -> Picture | None: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body, for the table of contents. `text` is plain, not HTML."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One link to another page or a person, in the order of the text.

    `href` holds the section too; `section_id` is the id of the heading it asks for, "" for none.
    `sentence` is the plain text around the link, 300 characters at most.
    """

    request: LinkRequest
    resolved: ResolvedLink
    label: str
    href: str = ""
    section_id: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class FoundImage:
    """One image, `src` as the author wrote it."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML and all that was found on the way."""

    html: str
    text: str
    headings: tuple[Heading, ...]
    links: tuple[FoundLink, ...]
    images: tuple[FoundImage, ...]
    urls: tuple[str, ...]
    words: int
