"""All files of an import under one set of names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from importing.files.adding import Added
from importing.files.boxes import Box, Entry, Source
from importing.files.finding import Finder
from importing.files.merging import ADDED, INSIDE, Merged
from importing.files.naming import shown
from importing.files.opening import as_archive, opened
from importing.files.problems import Broken, Budget, Limits, Problem, TooLarge

_DOCUMENTS_OPEN = 4


class Files:
    """Names are relative, with `/` between parts, NFC, never hidden, never leading out.

    Files of a source of assets are called `uploads.zip//2019/03/x.png`, and so is what lies in a
    document that is an archive itself (`Handbook.docx//word/media/image1.png`); what readers `add`
    is `added//…`. All such names may be kept and used with the same sources another time; for the
    added ones, keep what `write_added` writes and give it as a Source with `is_made`.

    A context manager; on entering raises NotOpened (an Unreadable) where a source is broken as a
    whole or made to do harm. What is merely passed over stands in `problems`.
    """

    def __init__(self, sources: Sequence[Source], *, limits: Limits | None = None) -> None:
        self._sources = sources
        self._budget = Budget(limits or Limits())
        self._stack = ExitStack()
        self._merged = Merged(())
        self._finder: Finder | None = None
        self._documents: OrderedDict[str, tuple[Box, dict[str, Entry]]] = OrderedDict()
        self._added = Added()

    @classmethod
    def of_paths(cls, paths: Iterable[str | Path], assets: Iterable[str | Path] = ()) -> Self:
        """Files, archives and folders on this machine's disk."""
        pages = [Source(Path(path).name, path=Path(path)) for path in paths]
        others = [Source(Path(path).name, path=Path(path), is_assets=True) for path in assets]
        return cls([*pages, *others])

    def __enter__(self) -> Self:
        self._stack.callback(self._added.close)
        boxes = [
            one for source in self._sources for one in opened(source, self._budget, self._stack)
        ]
        self._merged = Merged(boxes)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._documents.clear()
        self._stack.close()

    @property
    def problems(self) -> list[Problem]:
        """What was passed over so far, a line each."""
        return self._budget.problems

    @property
    def root_name(self) -> str:
        """The folder of the pages: the one at the top of an archive, or the archive's own name."""
        return self._merged.root_name

    def names(self) -> Iterator[str]:
        """Of all files that may be pages, sorted."""
        return iter(sorted(self._merged.names()))

    def __contains__(self, name: str) -> bool:
        return name in self._merged.where or name in self._added

    def open(self, name: str) -> BinaryIO:
        """A new stream, which need not be seekable. Raises Broken, also while it is read."""
        if name in self._added:
            return self._added.open(name)
        box, entry = self._located(name)
        return box.open(entry.key)

    def size(self, name: str) -> int:
        """In bytes. Raises Broken where there is no such file."""
        return self._added.size(name) if name in self._added else self._located(name)[1].size

    def read(self, name: str, most: int) -> bytes:
        """All of it. Raises TooLarge beyond `most` bytes, Broken for damaged ones."""
        if self.size(name) > most:
            raise TooLarge(shown(name), f"It is larger than {_megabytes(most)}.")
        with self.open(name) as stream:
            content = stream.read(most + 1)
        if len(content) > most:  # it grew meanwhile
            raise TooLarge(shown(name), f"It is larger than {_megabytes(most)}.")
        return content

    def find(self, path: str, folder: str = "") -> str | None:
        """The name of the file that `path` means in a page of `folder`; never a Markdown page.

        The path as it is (percent-encoded or not, NFC or NFD, in any case where that leaves one
        file), then from the root, then its end below each root: `/assets/images/x.png` is found
        in a source `assets.zip`, and `/old/uploads/2019/03/x.png` in any source of assets.
        """
        if self._finder is None:
            self._finder = Finder(self._merged.where, self._merged.roots)
        return self._finder.find(path, folder)

    def inside(self, name: str) -> Iterator[str]:
        """Names of what lies in a document that is a zip itself. Raises NotOpened, Broken."""
        return (f"{name}{INSIDE}{inner}" for inner in self._document(name)[1])

    def add(self, name: str, content: bytes) -> str:
        """Keep what a reader made (a picture written into a page), and how it is called now."""
        return self._added.add(f"{ADDED}{name}", content, taken=self._merged.where)

    def write_added(self, to: BinaryIO) -> int:
        """A zip archive of all that was added; how many files that is."""
        return self._added.write(to, left_away=ADDED)

    def _located(self, name: str) -> tuple[Box, Entry]:
        if found := self._merged.where.get(name):
            return found
        outer, between, inner = name.rpartition(INSIDE)
        if between and outer in self._merged.where:
            box, entries = self._document(outer)
            if inner in entries:
                return box, entries[inner]
        raise Broken(shown(name), "There is no such file.")

    def _document(self, name: str) -> tuple[Box, dict[str, Entry]]:
        """Few stay open, the latest ones."""
        if name in self._documents:
            self._documents.move_to_end(name)
            return self._documents[name]
        box, entry = self._located(name)
        inner = as_archive(box, entry, self._budget)
        found = inner, {one.name: one for one in inner.entries()}
        self._documents[name] = found
        if len(self._documents) > _DOCUMENTS_OPEN:
            self._documents.popitem(last=False)
        return found


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.1f} MB".replace(".0 ", " ")
