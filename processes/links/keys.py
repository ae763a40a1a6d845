"""Under which a link is remembered: the same for the same words, whatever their case or accents."""

from __future__ import annotations

from urllib.parse import unquote

from processes.models import Article
from processes.text.rendering import LinkRequest, fold

KEY_LENGTH = 400
Key = tuple[bool, str]  # whether it was written as an address, and the key itself


def key_of(request: LinkRequest) -> Key:
    if request.address:
        return True, address_key(request.address)
    return False, fold(request.raw)[:KEY_LENGTH]


def parts_of(address: str) -> list[str]:
    """The parts of an address of this site, without query; [""] for the start page."""
    return unquote(address.partition("?")[0]).strip("/").split("/")


def address_key(address: str) -> str:
    """That of the page, also where the address goes on to its history."""
    return fold(f"/{'/'.join(parts_of(address)[:2])}/")[:KEY_LENGTH]


def keys_for(article: Article) -> set[str]:
    """The keys under which links may be waiting for an article, of both kinds."""
    department = article.department
    places = {fold(department.slug), fold(department.name)}
    joined = {f"{place}{slash}{article.title_key}" for place in places for slash in ("/", " / ")}
    return {article.title_key, *joined, address_key(f"/{department.slug}/{article.slug}/")}
