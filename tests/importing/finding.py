"""Runs a reader over files and sorts what it finds."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from importing.files import Files, Source
from importing.source import About, Asked, Author, File, Note, Page, Place, Reader


@dataclass
class Everything:
    about: About
    authors: dict[str, Author] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    content: dict[str, bytes] = field(default_factory=dict)

    def page(self, title: str) -> Page:
        (found,) = [page for page in self.pages.values() if page.title == title]
        return found

    def noted(self, topic: str) -> str:
        return "\n".join(f"{one.where}: {one.text}" for one in self.notes if one.topic == topic)


def everything(
    read: Reader, *archives: tuple[str, bytes], hosts: tuple[str, ...] = ()
) -> Everything:
    """What it yields, and the bytes of all files that it names."""
    sources = [Source(name, lambda data=data: io.BytesIO(data)) for name, data in archives]
    with Files(sources) as files:
        first, *rest = read(files, Asked(hosts=hosts))
        assert isinstance(first, About)
        found = Everything(first)
        for one in rest:
            match one:
                case Author():
                    assert one.key not in found.authors
                    found.authors[one.key] = one
                case Place():
                    assert one.key not in found.places
                    found.places[one.key] = one
                case File():
                    found.files[one.addresses[0]] = one
                    found.content[one.name] = files.read(one.name, 1 << 20)
                case Page():
                    assert one.key not in found.pages
                    found.pages[one.key] = one
                case Note():
                    found.notes.append(one)
    return found
