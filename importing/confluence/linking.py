"""Links and pictures of a page, however Confluence addressed them. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, quote, quote_plus, unquote, unquote_plus, urlsplit

from bs4 import Tag

from importing.confluence.bases import Bases
from importing.confluence.spaces import id_of
from importing.files import Files
from importing.web_pages import attribute

_THUMBNAIL = re.compile(r"attachments/thumbnails/(\d+)/([^/]+)$")
_DOWNLOADED = re.compile(r"/download/(?:attachments|thumbnails|embedded-page)/(\d+)/([^/]+)$")
_BY_NUMBER = re.compile(r"/spaces/[^/]+/(?:pages|blog)(?:/edit-v2)?(?:/\d{4}/\d\d/\d\d)?/(\d+)")


@dataclass(slots=True)
class Linking:
    """What is known of all pages: files by number, by space and title, and the old host's names."""

    files: Files
    bases: Bases
    by_id: Mapping[str, str]
    _stems: dict[str, list[str]] = field(default_factory=dict)
    _folders: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def over(cls, files: Files, bases: Bases, pages: Iterable[str]) -> Linking:
        by_id = {number: name for name in pages if (number := id_of(name))}
        made = cls(files, bases, by_id)
        for name in files.names():
            if "attachments/" in name and "/thumbnails/" not in name:
                made._stems.setdefault(posixpath.splitext(name)[0], []).append(name)
                made._folders.setdefault(posixpath.dirname(name), []).append(name)
        return made

    def below(self, folder: str) -> list[str]:
        """The attached files in a folder."""
        return self._folders.get(folder, [])

    def relink(self, page: Tag, folder: str, names: Mapping[str, str]) -> set[str]:
        """Every link and picture gets the address of a file from the root, where it means one.

        `names` leads from the names of this page's attachments to their files. Returns the files
        of attachments that the page shows or links to.
        """
        used: set[str] = set()
        for image in page.find_all("img"):
            told = (attribute(image, "data-image-src"), attribute(image, "src"))
            found = next(filter(None, (self._file(one, folder, names) for one in told)), "")
            if found:
                image["src"] = f"/{quote(found)}"
                used.add(found)
        for link in page.find_all("a", href=True):
            number = ""
            if attribute(link, "data-linked-resource-type") in ("page", "blogpost"):
                number = attribute(link, "data-linked-resource-id")
            href = attribute(link, "href")
            if name := self._file(href, folder, names) or self._page(href, number, folder):
                used.add(name)
                _, mark, fragment = href.partition("#")
                link["href"] = f"/{quote(name)}{mark}{fragment}"
        return used

    def _file(self, address: str, folder: str, names: Mapping[str, str]) -> str:
        url = _split(address)
        if url is None or (url.netloc and not self._is_ours(url)):
            return ""
        path = unquote(url.path)
        if thumbnail := _THUMBNAIL.search(path):
            stem = f"{folder}attachments/{thumbnail[1]}/{posixpath.splitext(thumbnail[2])[0]}"
            return next(iter(self._stems.get(stem, ())), "")
        if downloaded := _DOWNLOADED.search(url.path):
            return names.get(unquote_plus(downloaded[2]), names.get(unquote(downloaded[2]), ""))
        name = posixpath.normpath(folder + path) if path and not path.startswith("/") else ""
        is_page = name.lower().endswith((".html", ".htm")) and "attachments/" not in name
        return name if name in self.files and not is_page else ""

    def _page(self, address: str, number: str, folder: str) -> str:
        url = _split(address)
        if url is None:
            return ""
        if not url.netloc and not url.path.startswith("/"):
            name = posixpath.normpath(folder + unquote(url.path)) if url.path else ""
            return name if name in self.files else self.by_id.get(id_of(url.path), "")
        if not number and self._is_ours(url):
            found = _BY_NUMBER.search(url.path)
            asked = parse_qs(url.query).get("pageId", [""])[0]
            number = found[1] if found else asked
        return self.by_id.get(number, "")

    def _is_ours(self, url: SplitResult) -> bool:
        return not url.netloc or (url.hostname or "") in self.bases.hosts


def addresses_of(
    name: str, number: str, space: str, title: str, contexts: Iterable[str]
) -> tuple[str, ...]:
    """All under which readers of the old wiki knew a page; the exported file's own comes first."""
    spelled = quote_plus(title, safe="~!*()'")
    found = [f"/{quote(name)}"]
    for context in contexts:
        if number:
            found += [
                f"{context}/pages/viewpage.action?pageId={number}",
                f"{context}/spaces/{space}/pages/{number}/{spelled}",
                f"{context}/spaces/{space}/pages/{number}",
            ]
        found.append(f"{context}/display/{space}/{spelled}")
    return tuple(found)


def file_addresses(name: str, page: str, title: str, contexts: Iterable[str]) -> tuple[str, ...]:
    """The same of an attachment: `title` is its name there."""
    found = [f"/{quote(name)}"]
    for context in contexts if page and title else ():
        found += [
            f"{context}/download/{kind}/{page}/{quote(title)}"
            for kind in ("attachments", "thumbnails")
        ]
    return tuple(found)


def _split(address: str) -> SplitResult | None:
    try:
        url = urlsplit(address.strip())
    except ValueError:
        return None
    return url if url.scheme in ("", "http", "https") else None
