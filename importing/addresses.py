"""From the addresses of the old site to its pages. Pure."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from importing.assets import AssetFinder
from importing.model import SourcePage

_TEMPLATE = re.compile(r"\{\{|\{%")
_MARKDOWN = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)
_FOLDER_PAGES = ("index", "readme")
_TOP_FRAGMENTS = ("", "top", "readme")  # GitHub shows a folder's README at #readme
_MOST_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class ToPage:
    page: SourcePage
    fragment: str


@dataclass(frozen=True, slots=True)
class ToFolder:
    """A folder without a page of its own; "" is the home page of the old site."""

    folder: str


@dataclass(frozen=True, slots=True)
class ToFile:
    file: Path


@dataclass(frozen=True, slots=True)
class ToUrl:
    """Another site, reached through a redirect of the old one."""

    url: str


@dataclass(frozen=True, slots=True)
class Broken:
    why: str


Target = ToPage | ToFolder | ToFile | ToUrl | Broken


def own_address(path: str, permalink: str = "") -> str:
    """The address that static site generators give a file.

    `a/b.md` → `/a/b/`; `a/index.md`, `a/README.md` and `a/a.md` → `/a/`; a permalink wins unless
    it is computed by a template.
    """
    if permalink and not _TEMPLATE.search(permalink):
        return permalink
    folder, _, name = _MARKDOWN.sub("", path).rpartition("/")
    stands_for_folder = name.lower() in _FOLDER_PAGES or name == posixpath.basename(folder)
    parts = folder if stands_for_folder else f"{folder}/{name}"
    return f"/{parts.strip('/')}/".replace("//", "/")


def folders_of(pages: Iterable[SourcePage]) -> list[str]:
    """All folders that hold pages at any depth, each before those in it; "" is the top one."""
    found = {""}
    for page in pages:
        parts = page.folder.split("/") if page.folder and not page.redirect_to else []
        found |= {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return sorted(found)


class AddressBook:
    """Knows where an address of the old site leads. Upper and lower case are the same to it."""

    def __init__(
        self, pages: Sequence[SourcePage], hosts: Iterable[str], assets: AssetFinder
    ) -> None:
        self.assets = assets
        self.hosts = {host.rpartition("://")[2].strip("/").lower() for host in hosts}
        self.files = {_key(page.path): page for page in pages}
        self.folders = {_key(folder): folder for folder in folders_of(pages)}
        self.clashes: list[tuple[str, SourcePage, SourcePage]] = []
        self.pages: dict[str, SourcePage] = {}
        for page in sorted(pages, key=_stands_for_folder_last):
            self._claim(page, page.addresses[:1])
        for page in pages:
            self._claim(page, page.addresses[1:])

    def find(self, address: str, origin: SourcePage) -> Target | None:
        """Where a link on `origin` leads; None for what is no business of ours.

        An address may be relative to the file or to the page's own address, which sites made of
        `a/b.md` → `/a/b/` mix; one that ends in .md means the file first.
        """
        if _TEMPLATE.search(address):
            return Broken("It holds a template tag.")
        try:
            url = urlsplit(address)
        except ValueError:
            return Broken("It is no address.")
        if (url.scheme or url.netloc) and not self._is_ours(url):
            return None
        if not url.path and not url.netloc:
            return ToPage(origin, unquote(url.fragment)) if address else Broken("It is empty.")
        return self._follow(url, origin, _MOST_REDIRECTS)

    def _claim(self, page: SourcePage, addresses: Iterable[str]) -> None:
        for address in addresses:
            key = _key(urlsplit(address).path)
            first = self.pages.setdefault(key, page)
            if first is not page:
                self.clashes.append((address, first, page))

    def _is_ours(self, url: SplitResult) -> bool:
        return url.scheme in ("", "http", "https") and (url.hostname or "") in self.hosts

    def _follow(self, url: SplitResult, origin: SourcePage, hops: int) -> Target:
        target = self._look_up(url, origin)
        if not isinstance(target, ToPage) or not target.page.redirect_to:
            return target
        if not hops:
            return Broken("It is redirected in a circle.")
        further = urlsplit(target.page.redirect_to)
        if (further.scheme or further.netloc) and not self._is_ours(further):
            return ToUrl(target.page.redirect_to)
        fragment = url.fragment or further.fragment
        return self._follow(further._replace(fragment=fragment), target.page, hops - 1)

    def _look_up(self, url: SplitResult, origin: SourcePage) -> Target:
        path = unicodedata.normalize("NFC", unquote(url.path))
        fragment = unquote(url.fragment)
        for candidate in self._candidates(path, origin, absolute=bool(url.netloc)):
            key = _key(candidate)
            page = self.files.get(key) or self.pages.get(key) or self.files.get(f"{key}.md")
            if page:
                top = fragment.lower() in _TOP_FRAGMENTS
                return ToPage(page, "" if top else fragment)
            if file := self.assets.below_root(candidate):
                return ToFile(file)
            if key in self.folders:
                return ToFolder(self.folders[key])
        if file := self.assets.find(path, origin.folder):
            return ToFile(file)
        return Broken("No such page or file.")

    def _candidates(self, path: str, origin: SourcePage, *, absolute: bool) -> list[str]:
        """Paths from the root of the old site that `path` may mean, the likeliest first."""
        if absolute or path.startswith("/"):
            return [path]
        by_file = posixpath.normpath(posixpath.join(origin.folder, path))
        by_address = urljoin(_as_folder(origin.addresses[0] if origin.addresses else "/"), path)
        both = [by_file, by_address] if _MARKDOWN.search(path) else [by_address, by_file]
        return [one for one in both if not one.startswith("..")]


def _key(path: str) -> str:
    path = unicodedata.normalize("NFC", unquote(path)).strip("/").casefold()
    path = posixpath.normpath(path) if path else ""
    return re.sub(r"(?:^|/)index\.html?$|\.html?$", "", path).strip("/") if path != "." else ""


def _as_folder(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"


def _stands_for_folder_last(page: SourcePage) -> tuple[int, str]:
    """`a/index.md` claims `/a/` before `a/README.md`, and that before `a.md` and `a/a.md`."""
    name = _MARKDOWN.sub("", page.path).rpartition("/")[2].lower()
    return (_FOLDER_PAGES.index(name) if name in _FOLDER_PAGES else 2, page.path)
