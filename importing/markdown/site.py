"""What the files beside the pages tell of the site they made: roots, hosts, the order of pages.

Of Hugo, MkDocs, mdBook, Docusaurus, Jekyll, GitBook and the wikis of Git forges. Nothing of it has
to be there; what does not parse is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from importing.files import Broken, Files
from importing.markdown import settings_files
from importing.markdown.folders import own_address
from importing.markdown.outlines import SUMMARY, Outline

MOST_BYTES = 1_000_000
# Folders that generators leave out of addresses, in one way or another.
_ROOTS = frozenset("content contents docs doc src source site website pages wiki book en".split())
_NUMBER = re.compile(r"^\d{1,3}[-_.][ ]?(?=\D)")
_POST = re.compile(r"(?:^|/)_posts/(?:.*/)?(\d{4})-(\d\d?)-(\d\d?)-([^/]+)$")
_URL = re.compile(r"^[ \t]*[\"']?(?:site_url|baseURL|url)[\"']?[ \t]*[:=][ \t]*[\"']?(https?://[^\s\"',]+)",
                  re.MULTILINE | re.IGNORECASE)  # fmt: skip
_CONFIGS = re.compile(
    r"(?:^|/)(?:mkdocs\.ya?ml|book\.toml|_config\.ya?ml|(?:config/_default/)?(?:hugo|config)\.(?:toml|ya?ml)"
    r"|docusaurus\.config\.[jt]s|CNAME)$"
)  # fmt: skip
_FORGES = re.compile(r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)$")
_NAVIGATION = frozenset(("_sidebar", "_footer", "_header", "_navbar"))
_WITHIN = frozenset(("_includes", "_layouts", "_partials", "_templates"))


@dataclass(slots=True)
class Site:
    """`roots` are folders whose name stands in no address, the longest first."""

    roots: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    outline: Outline = field(default_factory=Outline)
    strips_numbers: bool = False

    def within(self, path: str) -> str:
        """The path below the root that it is in."""
        root = next((one for one in self.roots if path.startswith(one)), "")
        return path.removeprefix(root)

    def own(self, path: str) -> str:
        """The address of a page that tells none itself."""
        inner = self.within(path)
        if post := _POST.search(inner):
            return f"/{'/'.join(post.groups()[:3])}/{_plain(post[4])}/"
        parts = [re.sub(r"^_(?!index\.)", "", part) for part in inner.split("/")]
        if self.strips_numbers:
            parts = [_NUMBER.sub("", part) for part in parts]
        return own_address("/".join(parts))

    def others(self, path: str, own: str) -> Iterator[str]:
        """Addresses that links may have for a page, as long as nothing else has them."""
        parts = path.split("/")
        for start in range(len(parts) - 1):
            if parts[start].lower() not in _ROOTS:
                break
            yield own_address("/".join(parts[start + 1 :]))
        yield own_address(path)
        yield own_address("/".join(_NUMBER.sub("", part) for part in self.within(path).split("/")))
        if "-" in parts[-1]:  # which stands for a blank in wikis
            yield own_address(path.replace("-", " "))
        for prefix in self.prefixes:
            yield prefix + own

    def is_navigation(self, path: str) -> bool:
        """Whether a file stood beside every page, or lists them."""
        name = _plain(path.rpartition("/")[2])
        return name.lower() in _NAVIGATION or path in self.outline.sources


def is_page(path: str) -> bool:
    """Whether a file is a page, rather than a part of others, or what lies hidden."""
    folders = path.split("/")[:-1]
    return not any(one.startswith(".") or one in _WITHIN for one in folders)


def read_site(files: Files, names: Iterable[str]) -> Site:
    """Looks at the few files that tell something. Raises nothing for what they hold."""
    names = list(names)
    site = Site()
    roots, addresses = set[str](), list[str]()
    if any(name.startswith("content/") and name.endswith((".md", ".mdx")) for name in names):
        roots.add("content/")
    for name in names:
        if _CONFIGS.search(name) and name.count("/") <= 3:
            text = _text(files, name)
            roots |= {one for one in _roots_by(name, text) if any(n.startswith(one) for n in names)}
            addresses += [text.strip()] if name.endswith("CNAME") else _URL.findall(text)
            site.strips_numbers |= "docusaurus." in name
    site.roots = tuple(sorted(roots, key=len, reverse=True))
    for address in addresses:
        _take_address(site, address)
    for name in names:
        if Outline.wants(name):
            site.outline.take(name, _text(files, name))
    return site


def _roots_by(name: str, text: str) -> Iterator[str]:
    folder, _, last = name.rpartition("/")
    folder = f"{folder}/" if folder else ""
    if last.startswith("mkdocs."):
        yield f"{folder}{settings_files.told(text, 'docs_dir') or 'docs'}/"
    elif last == "book.toml":
        yield f"{folder}{settings_files.told(text, 'src') or 'src'}/"
    elif last.startswith(("hugo.", "config.")):
        folder = folder.removesuffix("config/_default/")
        yield f"{folder}{settings_files.told(text, 'contentDir') or 'content'}/"


def _take_address(site: Site, address: str) -> None:
    url = urlsplit(address if "//" in address else f"//{address}")
    host = url.netloc.lower()
    if not host or " " in host or "." not in host or _FORGES.search(host):
        return
    if path := url.path.strip("/"):
        site.prefixes = tuple(dict.fromkeys((*site.prefixes, f"/{path}")))
    else:
        site.hosts = tuple(dict.fromkeys((*site.hosts, host)))


def _text(files: Files, name: str) -> str:
    try:
        return files.read(name, MOST_BYTES).decode("utf-8-sig", "replace")
    except (Broken, OSError):
        return ""


def _plain(name: str) -> str:
    return re.sub(r"\.(?:md|mdx|markdown)$", "", name, flags=re.IGNORECASE)


__all__ = ["SUMMARY", "Site", "is_page", "read_site"]
