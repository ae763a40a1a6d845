"""Links and pictures of a page, however Confluence addressed them. Pure."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, quote, quote_plus, unquote, unquote_plus, urlsplit

from bs4 import Tag

from importing.confluence.bases import Bases
from importing.confluence.spaces import Space, id_of
from importing.files import Files
from importing.web_pages import attribute

_THUMBNAIL = re.compile(r"attachments/thumbnails/\d+/[^/]+$")
_DOWNLOADED = re.compile(r"/download/(?:attachments|thumbnails|embedded-page)/(\d+)/([^/]+)$")
_BY_NUMBER = re.compile(
    r"/spaces/(?P<space>[^/]+)/(?:pages|blog)(?:/edit-v2)?(?:/\d{4}/\d\d/\d\d)?/(?P<number>\d+)"
)
_SHORT = re.compile(r"/x/([\w-]{2,12})/?$", re.ASCII)
_DAY = re.compile(r"(?:^|/)(\d{4}/\d\d/\d\d)/[^/]+$")


@dataclass(slots=True)
class Linking:
    """What is known of all pages: files by number, by space and title, and the old host's names."""

    files: Files
    bases: Bases
    by_id: Mapping[str, str]
    by_short: Mapping[str, str]
    spaces: frozenset[str]
    _stems: dict[str, list[str]] = field(default_factory=dict)
    _folders: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def over(cls, files: Files, bases: Bases, spaces: Iterable[Space]) -> Linking:
        spaces = list(spaces)
        pages = [name for space in spaces for name in space.pages]
        by_id = {number: name for name in pages if (number := id_of(name))}
        by_short = {short_of(number): name for number, name in by_id.items()}
        made = cls(files, bases, by_id, by_short, frozenset(space.key for space in spaces))
        for name in files.names():
            if "attachments/" in name and "/thumbnails/" not in name:
                made._stems.setdefault(posixpath.splitext(name)[0], []).append(name)
                made._folders.setdefault(posixpath.dirname(name), []).append(name)
        return made

    def below(self, folder: str) -> list[str]:
        """The attached files in a folder."""
        return self._folders.get(folder, [])

    def relink(self, page: Tag, here: str, names: Mapping[str, str]) -> set[str]:
        """Every link and picture gets the address of a file from the root, where it means one.

        `here` is the page's file, `names` leads from the names of its attachments to their files.
        Returns the files of attachments that the page shows or links to.
        """
        used: set[str] = set()
        for image in page.find_all("img"):
            told = (attribute(image, "data-image-src"), attribute(image, "src"))
            found = next(filter(None, (self._file(one, here, names) for one in told)), "")
            if found:
                image["src"] = f"/{quote(found)}"
                used.add(found)
        for link in page.find_all("a", href=True):
            number = ""
            if attribute(link, "data-linked-resource-type") in ("page", "blogpost"):
                number = attribute(link, "data-linked-resource-id")
            href = attribute(link, "href")
            if name := self._file(href, here, names) or self._page(href, number, here):
                used.add(name)
                _, mark, fragment = href.partition("#")
                link["href"] = f"/{quote(name)}{mark}{fragment}"
        return used

    def _file(self, address: str, here: str, names: Mapping[str, str]) -> str:
        url = _split(address)
        if url is None or (url.netloc and not self._is_ours(url)):
            return ""
        path = unquote(url.path)
        if _THUMBNAIL.search(path):
            stem = posixpath.splitext(_beside(here, path.replace("thumbnails/", "")))[0]
            return next(iter(self._stems.get(stem, ())), "")
        if downloaded := _DOWNLOADED.search(url.path):
            if id_of(here) not in ("", downloaded[1]):  # those of others are found by their address
                return ""
            return names.get(unquote_plus(downloaded[2]), names.get(unquote(downloaded[2]), ""))
        name = _beside(here, path) if path and not path.startswith("/") else ""
        is_page = name.lower().endswith((".html", ".htm")) and "attachments/" not in name
        return name if name in self.files and not is_page else ""

    def _page(self, address: str, number: str, here: str) -> str:
        url = _split(address)
        if url is None:
            return ""
        if not url.netloc and not url.path.startswith("/"):
            name = _beside(here, unquote(url.path)) if url.path else ""
            return name if name in self.files else self.by_id.get(id_of(url.path), "")
        found = _BY_NUMBER.search(url.path)
        if not number and found and (self._is_ours(url) or found["space"] in self.spaces):
            number = found["number"]
        if not number and self._is_ours(url):
            number = parse_qs(url.query).get("pageId", [""])[0]
            if short := _SHORT.search(url.path):
                return self.by_short.get(short[1], "")
        return self.by_id.get(number, "")

    def _is_ours(self, url: SplitResult) -> bool:
        return not url.netloc or (url.hostname or "") in self.bases.hosts


def addresses_of(
    name: str, number: str, space: str, title: str, contexts: Iterable[str]
) -> tuple[str, ...]:
    """All under which readers of the old wiki knew a page; the exported file's own comes first."""
    spelled = quote_plus(title, safe="~!*()'")
    found = [f"/{quote(name)}"]
    short, day = short_of(number), _DAY.search(name)
    for context in contexts:
        if short:
            found.append(f"{context}/x/{short}")
        if day:
            found.append(f"{context}/display/{space}/{day[1]}/{spelled}")
        if number:
            found += [
                f"{context}/pages/viewpage.action?pageId={number}",
                f"{context}/spaces/{space}/pages/{number}/{spelled}",
                f"{context}/spaces/{space}/pages/{number}",
            ]
        found.append(f"{context}/display/{space}/{spelled}")
        found.append(f"{context}/pages/viewpage.action?spaceKey={space}&title={spelled}")
    return tuple(found)


def short_of(number: str) -> str:
    """What stands behind /x/ in a short link: the number's bytes, the lowest first, in letters."""
    if not number or len(number) > 18:
        return ""
    letters = base64.b64encode(int(number).to_bytes(8, "little"), b"_-").decode()
    return letters.rstrip("=").rstrip("A")


def file_addresses(name: str, page: str, title: str, contexts: Iterable[str]) -> tuple[str, ...]:
    """The same of an attachment: `title` is its name there."""
    found = [f"/{quote(name)}"]
    for context in contexts if page and title else ():
        found += [
            f"{context}/download/{kind}/{page}/{quote(title)}"
            for kind in ("attachments", "thumbnails")
        ]
    return tuple(found)


def _beside(here: str, path: str) -> str:
    """The name of a file that a page calls so."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), path))


def _split(address: str) -> SplitResult | None:
    try:
        url = urlsplit(address.strip())
    except ValueError:
        return None
    return url if url.scheme in ("", "http", "https") else None
