"""Finds images and files that pages show, in the folders the operator named and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

PAGES = (".md", ".markdown")


class AssetFinder:
    """`roots` are the imported folder and those of `--assets`.

    A path that leads out of all of them, be it by `..` or by a symbolic link, finds nothing; nor
    does one with a hidden part, such as `.git` or `.env`, nor a page.
    """

    def __init__(self, root: Path, others: Sequence[Path] = ()) -> None:
        self.root = root.resolve()
        self.roots = [self.root, *(other.resolve() for other in others)]

    def below_root(self, path: str) -> Path | None:
        """The file at a path from the root of the old site."""
        return self._allowed(self.root / path.strip("/"))

    def find(self, path: str, folder: str) -> Path | None:
        """The file that `path` means in a page of `folder`.

        Where the path itself leads nowhere, its end is tried below each root, so that
        `/assets/images/x.png` is found in `--assets somewhere/images`.
        """
        if file := self._allowed(self.root / folder / path.lstrip("/")):
            return file
        parts = [part for part in PurePosixPath(path).parts if part not in ("/", "..", ".")]
        for root in self.roots:
            for start in range(len(parts)):
                named = start == 0 or parts[start - 1] == root.name
                if named and (file := self._allowed(root.joinpath(*parts[start:]))):
                    return file
        return None

    def _allowed(self, path: Path) -> Path | None:
        try:
            real = path.resolve()
            inside = next((root for root in self.roots if real.is_relative_to(root)), None)
            if inside is None or not real.is_file():
                return None
        except (OSError, ValueError):  # too long, a NUL character, a circle of links
            return None
        hidden = any(part.startswith(".") for part in real.relative_to(inside).parts)
        return None if hidden or real.suffix.lower() in PAGES else real
