"""Short reports of how things stand, for the administration's own pages.

Each app registers what it can tell; the pages draw it. A maker gives None where it has nothing to
say, and lines that lead to where one does something about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from accounts.models import User

GOOD, WARN, BAD = "good", "warn", "bad"


@dataclass(frozen=True)
class Line:
    """`tone`: good, warn, bad or nothing; `depth` indents it as in a tree, three deep at most."""

    text: str
    value: object = ""
    url: str = ""
    tone: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Panel:
    """`more`: words and address of a link at the end; `empty`: what is said without lines."""

    title: str
    icon: str
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    more: tuple[str, str] = ("", "")
    empty: str = ""
    is_wide: bool = False


class Panels:
    """Makers of panels for one page, in order of their rank."""

    def __init__(self) -> None:
        self._makers: list[tuple[int, Callable[..., Panel | None]]] = []

    def add(self, rank: int) -> Callable[[Any], Any]:
        """Registers the function it decorates."""

        def register(maker: Callable[..., Panel | None]) -> Callable[..., Panel | None]:
            self._makers.append((rank, maker))
            self._makers.sort(key=lambda pair: pair[0])
            return maker

        return register

    def draw(self, *about: object) -> list[Panel]:
        """What every maker says about it; those with nothing to say are left out."""
        return [panel for _, maker in self._makers if (panel := maker(*about))]


# Each maker is called with the request: for the first page, and for the page of health.
first_page = Panels()
health = Panels()
# … with the request and the person whose page it is.
person_page = Panels()
PersonMaker = Callable[[HttpRequest, User], Panel | None]


def counted(number: int, tone: str) -> str:
    """The tone of a number that should be nought."""
    return tone if number else ""


# Words and addresses for the head of a person's page, from whoever has a page about people.
_links: list[Callable[[User], tuple[str, str] | None]] = []


def person_link(
    maker: Callable[[User], tuple[str, str] | None],
) -> Callable[[User], tuple[str, str] | None]:
    """Registers the function it decorates: words and address, or None where there is none."""
    _links.append(maker)
    return maker


def person_links(person: User) -> list[tuple[str, str]]:
    """Every link for the head of this person's page."""
    return [link for maker in _links if (link := maker(person))]
