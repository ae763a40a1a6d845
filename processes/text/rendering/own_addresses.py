"""Addresses of the wiki itself, as people paste them: absolute ones, and those from `/`."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from urllib.parse import unquote

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from processes.text.rendering.model import LinkRequest, Site

# What follows an own origin, without the punctuation of the sentence around it.
_REST = r"(?:[/?#][^\s<>\x02\x03]*(?:[^\W_]|[/#=&%+-])|/)?(?![\w:@-]|\.\w)"
_FROM_ROOT = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
# Files and the doors of the house: nobody's pages.
_NOT_ASKED = ("/static/", "/attachments/", "/accounts/", "/admin/")


class OwnAddresses:
    """Tells addresses of this wiki from all others."""

    def __init__(self, site: Site) -> None:
        self.origins = tuple(origin.lower().rstrip("/") for origin in site.origins)
        self._bare = re.compile(bare_pattern(site)) if self.origins else None

    def local(self, href: str) -> str | None:
        """Return an address of this wiki as one from `/`; None for any other."""
        local = self._without_origin(href.strip())
        return local if _FROM_ROOT.fullmatch(local) else None

    def request(self, local: str) -> LinkRequest | None:
        """Return what to ask about an address from `/`; None where nothing is to be asked."""
        address, _, fragment = local.partition("#")
        if f"{address}/".startswith(_NOT_ASKED):
            return None
        return LinkRequest("", unquote(fragment), raw=address, address=address)

    def find_bare(self, text: str) -> Iterator[re.Match[str]]:
        """Find the wiki's own absolute addresses in a text."""
        return self._bare.finditer(text) if self._bare else iter(())

    def _without_origin(self, href: str) -> str:
        for origin in self.origins:
            rest = href[len(origin) :]
            if href[: len(origin)].lower() == origin and rest[:1] in ("", "/", "?", "#"):
                return rest if rest.startswith("/") else "/" + rest
        return href


class OwnUrlProcessor(InlineProcessor):
    """Make links of the wiki's own bare addresses, before the sanitizer takes them for others'."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        element = etree.Element("a", {"href": m.group()})
        element.text = AtomicString(m.group())
        return element, m.start(), m.end()


def bare_pattern(site: Site) -> str:
    """Return a pattern for the site's own absolute addresses in running text."""
    origins = "|".join(re.escape(origin.rstrip("/")) for origin in site.origins)
    return rf"(?<![\w/.@-])(?i:{origins}){_REST}"


def register(md: Markdown, site: Site) -> None:
    """Add the site's own bare addresses to `md`."""
    if site.origins:
        md.inlinePatterns.register(OwnUrlProcessor(bare_pattern(site), md), "own_url", 86)
