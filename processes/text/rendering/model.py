"""What goes into rendering and what comes out of it."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What the author wrote between `[[` and `]]`.

    `department` is only a hint: `[[CI/CD guide]]` also has a slash, so a resolver may try
    `raw` (everything before `#` and `|`, trimmed) as a title first.
    """

    title: str
    section: str
    department: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """What the wiki knows about the target, for the people this text is rendered for."""

    state: Literal["found", "wanted", "hidden", "ambiguous"]
    href: str = ""
    title: str = ""
    target_id: int | None = None


class Resolver(Protocol):
    """Answers a link request; asked once for each different request of a text."""

    def __call__(self, request: LinkRequest) -> ResolvedLink: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body, for the table of contents. `text` is plain, not HTML."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One `[[link]]` to another page, in the order of the text. `href` holds the section too."""

    request: LinkRequest
    resolved: ResolvedLink
    label: str
    href: str = ""


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
