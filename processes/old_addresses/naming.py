"""How an address is written down, so that its other spellings are the same one. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlsplit

# What a query says about which page is meant; the rest is about how it is shown, or who came.
TELLING = frozenset(
    ("p", "page_id", "attachment_id", "pageid", "spacekey", "title", "curid", "cat", "tag")
)
# A short link of Confluence, whose letters are a number: case makes another page of it.
_SHORT = re.compile(r"/*(?:[^/]{1,40}/)?x/[\w-]{2,12}/*", re.ASCII)
_INDEX = re.compile(r"(?:^|/)index\.(?:html?|php)$")


def key_of(address: str) -> tuple[str, str]:
    """(host, key) of an address; the host is "" where it names none.

    Case (but in short links), percent-encoding, slashes at the ends, `index.html` and the
    fragment make no difference, nor does a query but for the words of `TELLING`. Raises ValueError
    for what is no address.
    """
    url = urlsplit(address.strip())
    path = unicodedata.normalize("NFC", unquote(url.path))
    path = (path if _SHORT.fullmatch(path) else path.casefold()).strip("/")
    path = _INDEX.sub("", re.sub(r"/{2,}", "/", path)).strip("/")
    told = sorted(
        (name.lower(), value.strip().casefold())
        for name, value in parse_qsl(url.query)
        if name.lower() in TELLING
    )
    query = "&".join(f"{name}={value}" for name, value in told)
    return (url.hostname or "").lower(), f"{path}?{query}" if query else path


def address_of(host: str, key: str) -> str:
    """An address that is written down as this host and key."""
    path, mark, query = key.partition("?")
    return (f"https://{host}/" if host else "/") + quote(path) + mark + quote(query, safe="=&")


def digest_of(key: str) -> str:
    """SHA-256 of a key, hex: what the database finds it by."""
    return hashlib.sha256(key.encode()).hexdigest()
