"""What an address in an old text may mean: keys to look up, the likeliest first. Pure."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from importing.targets import Broken
from processes.old_addresses import digest_of, key_of

_TEMPLATE = re.compile(r"\{\{|\{%")
_MARKDOWN = re.compile(r"\.(?:md|mdx|markdown)$", re.IGNORECASE)
_HTML = re.compile(r"\.html?$")
TOP_FRAGMENTS = ("", "top", "readme")  # GitHub shows a folder's README at #readme
MOST_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Meant:
    """`keys` with their digests and the host that is meant ("": that of the page); `path` is what
    a file may be found by, `folder` where from."""

    host: str
    keys: tuple[str, ...]
    path: str
    folder: str
    fragment: str
    url: str
    # Of another site: it counts only if something of the import had this very address.
    is_elsewhere: bool = False

    @property
    def digests(self) -> tuple[str, ...]:
        return tuple(map(digest_of, self.keys))


@dataclass(frozen=True, slots=True)
class Itself:
    """The page the link stands on."""

    fragment: str


class Reader:
    """Reads addresses as the old wiki did, which was known under these hosts."""

    def __init__(self, hosts: Iterable[str]) -> None:
        bare = {host.rpartition("://")[2].strip("/").lower() for host in hosts} - {""}
        plain = {host.partition(":")[0].removeprefix("www.") for host in bare}
        self.hosts = plain | {f"www.{host}" for host in plain}

    def read(self, address: str, base: str, own: str) -> Meant | Itself | Broken | None:
        """What a link means on a page with that base, and that own address; None for what is no
        business of ours.

        An address may be relative to the file or to the page's own address, which sites made of
        `a/b.md` → `/a/b/` mix; one that ends in .md means the file first.
        """
        if _TEMPLATE.search(address):
            return Broken("It holds a template tag.")
        if len(address) > MOST_CHARACTERS:
            return Broken("It is no address.")
        try:
            url = urlsplit(address)
            is_elsewhere = bool(url.scheme or url.netloc)
            if is_elsewhere and not self.is_ours(url):
                return _of_another_site(url)
            if not url.path and not url.netloc and not url.query:
                fragment = unquote(url.fragment)
                return Itself(fragment) if address else Broken("It is empty.")
            return self._meant(url, base, own)
        except ValueError:
            return Broken("It is no address.")

    def is_ours(self, url: SplitResult) -> bool:
        return url.scheme in ("", "http", "https") and (url.hostname or "") in self.hosts

    def is_elsewhere(self, address: str) -> bool:
        """Whether it leads to another site."""
        try:
            url = urlsplit(address)
            return bool(url.scheme or url.netloc) and not self.is_ours(url)
        except ValueError:
            return False

    def _meant(self, url: SplitResult, base: str, own: str) -> Meant:
        query = f"?{url.query}" if url.query else ""
        path = unicodedata.normalize("NFC", url.path)
        folder = _folder_of(base)
        keys: dict[str, None] = {}
        for candidate in _candidates(path, folder, own, is_whole=bool(url.netloc)):
            keys |= dict.fromkeys(_keys(candidate, query))
        fragment = unquote(url.fragment)
        top = fragment.lower() in TOP_FRAGMENTS
        return Meant(
            (url.hostname or _host(base) or _host(own)).lower(),
            tuple(keys),
            unquote(path),
            folder,
            "" if top else fragment,
            url.geturl(),
        )


def _of_another_site(url: SplitResult) -> Meant | None:
    """Pictures lay with whoever served them for the old wiki."""
    if url.scheme not in ("", "http", "https") or not url.hostname:
        return None
    host, key = key_of(url.geturl())
    return Meant(host, (key,), url.path, "", unquote(url.fragment), url.geturl(), True)


def _candidates(path: str, folder: str, own: str, *, is_whole: bool) -> list[str]:
    """Paths from the root of the old site that `path` may mean, the likeliest first."""
    if is_whole or path.startswith("/"):
        return [path or "/"]
    by_file = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else "."
    by_file = by_file.replace("?", "%3F").replace("#", "%23")  # of a file's name
    own_path = urlsplit(own).path or "/"
    by_address = urljoin(own_path if own_path.endswith("/") else f"{own_path}/", path)
    both = [by_file, by_address] if _MARKDOWN.search(path) else [by_address, by_file]
    # A page without a slash at its end: what it names lies beside it.
    both.append(urljoin(own_path, path))
    return [one for one in dict.fromkeys(both) if not one.startswith("..")]


def _keys(path: str, query: str) -> Iterable[str]:
    """A path is written with .html or .md or without either."""
    normal = posixpath.normpath(path) if path and path != "/" else ""
    normal = "" if normal == "." else normal
    # Of an address that comes in pieces, each is decoded already or not: a key is decoded once.
    key = key_of(f"/{normal.lstrip('/')}{query}".replace("//", "/"))[1]
    yield key
    plain = key.partition("?")[0]
    if _HTML.search(plain):
        yield _HTML.sub("", plain)
    elif plain and not query and not _MARKDOWN.search(plain):
        yield f"{plain}.md"
        yield f"{plain}.html"


def _folder_of(base: str) -> str:
    """The folder of a file, or of the address of a page."""
    path = urlsplit(base).path.rpartition("/")[0] if "://" in base else base
    return unquote(path).strip("/")


def _host(address: str) -> str:
    return urlsplit(address).hostname or "" if "://" in address else ""
