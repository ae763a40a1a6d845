"""Reads exports in tests, and sorts what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from importing.files import Files
from importing.source import About, Asked, Author, File, Label, Note, Page, Place
from importing.wordpress import read


@dataclass
class Old:
    """All that was found; pages by title."""

    about: About
    authors: dict[str, Author] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def said(self, topic: str) -> list[str]:
        return [f"{note.where}: {note.text}" for note in self.notes if note.topic == topic]

    def file_at(self, address: str) -> File:
        return next(file for file in self.files if address in file.addresses)


def read_old(
    folder: Path, *exports: bytes, assets: Sequence[Path] = (), asked: Asked | None = None
) -> Old:
    """Writes the exports as a.xml, b.xml… into the folder, and reads them."""
    paths = []
    for number, content in enumerate(exports):
        path = folder / f"{'abcdef'[number]}.xml"
        path.write_bytes(content)
        paths.append(path)
    with Files.of_paths(paths, assets) as files:
        first, *found = read(files, asked or Asked())
    assert isinstance(first, About)
    old = Old(first)
    for one in found:
        match one:
            case Author():
                old.authors[one.key] = one
            case Place():
                old.places[one.key] = one
            case Label():
                old.labels[one.name] = one
            case File():
                old.files.append(one)
            case Page():
                assert one.title not in old.pages, "two pages of one title"
                old.pages[one.title] = one
            case Note():
                old.notes.append(one)
    return old
