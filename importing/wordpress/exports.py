"""What is known of the exports of one import, and how their items are called."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from dataclasses import dataclass, field

from importing.wordpress.decoding import Decoder
from importing.wordpress.elements import Element
from importing.wordpress.index import Index
from importing.wordpress.kinds import content_of, type_of
from importing.wordpress.tally import Tally


@dataclass
class Export:
    """One file. `prefix` tells its numbers from those of another site in the same import."""

    name: str
    decoder: Decoder
    title: str = ""
    link: str = ""
    address: str = ""
    version: str = ""
    generator: str = ""
    prefix: str = ""

    @property
    def base(self) -> str:
        """Where the site stood, without a slash at the end; "" if the export does not tell."""
        base = (self.address or self.link).rstrip("/")
        return base if base.startswith(("http://", "https://")) else ""

    @property
    def site(self) -> str:
        """The same, however it was reached: `wiki.example.com/handbook`."""
        return self.base.partition("://")[2].lower().removeprefix("www.")


@dataclass
class Survey:
    index: Index
    exports: list[Export] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    offsets: Counter[datetime.timedelta] = field(default_factory=Counter)
    ordered: set[str] = field(default_factory=set)

    @property
    def offset(self) -> datetime.timedelta:
        """How far the site's time is from UTC, as most items have it."""
        return next((value for value, _ in self.offsets.most_common(1)), datetime.timedelta(0))


def key_of(item: Element, export: Export) -> str:
    """What names it for good within its site, were its number its own."""
    number = number_of(item)
    told = number or digest(item.plain("guid") or item.plain("link") or _said(item))
    site = f"{export.site} " if export.prefix else ""
    return f"{site}{type_of(item)[:60]}:{told}"


def identity(item: Element) -> tuple[str, str, str, str]:
    """What tells two items with one number apart: type, `guid`, name in its address, title."""
    return type_of(item), item.plain("guid"), item.value("post_name"), item.plain("title")


def known_key(item: Element, export: Export, index: Index) -> str:
    """The key under which it was noted; an item that kept its name or its title is the same."""
    kind, guid, slug, title = identity(item)
    row = index.one(
        "select key from page where id = ? and type = ? and guid = ?"
        " and (title = ? or (slug = ? and slug <> '')) order by title = ? and slug = ? desc, rowid",
        export.prefix + number_of(item), kind, guid, title, slug, title, slug,
    )  # fmt: skip
    return row[0] if row else ""


def number_of(item: Element) -> str:
    """Its `post_id`, without the zeros and blanks that some have; "" if it has none."""
    number = item.value("post_id")
    return number.lstrip("0") if number.isdecimal() and len(number) < 20 else ""


def _said(item: Element) -> str:
    return "\n".join((item.plain("title"), item.value("post_date"), content_of(item)))


def digest(text: str) -> str:
    """What tells two texts apart without keeping them."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
