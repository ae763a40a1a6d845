"""`[[Title]]`, `[[Title#Section]]`, `[[dept/Title]]` and `[[Title|label]]`.

In a table people write both `[[Title|label]]` and `[[Title\\|label]]`; both work everywhere.
"""

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from html import unescape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from processes.text.rendering.model import LinkRequest, ResolvedLink, Resolver
from processes.text.rendering.titles import heading_id

# Not ![[…]], and not [[1]](https://…), which is a Markdown link whose text has brackets.
_LINK = r"(?<!!)\[\[([^\[\]]{1,500})\]\](?!\((?:https?:|mailto:|[/#.]))"
_LABEL = re.compile(rf"\||\\\||{STX}{ord('|')}{ETX}")
# "C# style" and "C#" are titles: a # parts the section if a blank comes before it or none after.
_SECTION = re.compile(r"(?<=\s)#|#(?=[^\s#])")
_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link whose element stands in the tree."""

    request: LinkRequest
    resolved: ResolvedLink
    href: str


class WikiLinkProcessor(InlineProcessor):
    """Make elements of links; `placed` tells the finishing pass which elements they are."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, resolve: Resolver) -> None:
        super().__init__(_LINK, md)
        self.resolve = resolve
        self.answers: dict[LinkRequest, ResolvedLink] = {}
        self.placed: dict[etree.Element, PlacedLink] = {}

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        target, *rest = _LABEL.split(self._restore_escapes(m[1]), maxsplit=1)
        request = self._request(target)
        if not request.title and not request.section:
            return None, None, None
        element = self._element(request)
        label = " ".join(rest[0].split()) if rest else ""
        element.text = label or AtomicString(_default_label(request))
        return element, m.start(), m.end()

    def _restore_escapes(self, text: str) -> str:
        """Put escaped signs back (code and the like stay stashed)."""
        stash = self.md.treeprocessors["inline"].stashed_nodes

        def restore(match: re.Match[str]) -> str:
            node = stash.get(match[1])
            return node if isinstance(node, str) else match.group()

        return INLINE_PLACEHOLDER_RE.sub(restore, text)

    def _request(self, target: str) -> LinkRequest:
        raw, *section = _SECTION.split(target, maxsplit=1)
        return parse_request(self._plain(raw), self._plain(section[0]) if section else "")

    def _plain(self, text: str) -> str:
        """Undo escapes, entities and code: a title is compared as plain text."""
        text = _ESCAPED.sub(lambda match: chr(int(match[1])), self.unescape(text))
        return " ".join(unescape(text.replace(STX, "").replace(ETX, "")).split())

    def _element(self, request: LinkRequest) -> etree.Element:
        if not request.title:
            return etree.Element("a", {"class": "internal", "href": "#" + request.section})
        if request not in self.answers:
            self.answers[request] = self.resolve(request)
        resolved = self.answers[request]
        placed = PlacedLink(request, resolved, _href(request, resolved))
        element = _new_element(placed)
        self.placed[element] = placed
        return element


def parse_request(raw: str, section: str) -> LinkRequest:
    """Cut `dept/Title` in two at the first slash, if there is something on both sides."""
    department, slash, title = (part.strip() for part in raw.partition("/"))
    if slash and department and title:
        return LinkRequest(title, section, department, raw)
    return LinkRequest(raw, section, "", raw)


def _default_label(request: LinkRequest) -> str:
    return " › ".join(part for part in (request.raw, request.section) if part)


def _href(request: LinkRequest, resolved: ResolvedLink) -> str:
    if resolved.state == "found" and request.section:
        return f"{resolved.href}#{heading_id(request.section)}"
    return resolved.href if resolved.state in ("found", "wanted") else ""


def _new_element(placed: PlacedLink) -> etree.Element:
    state, title = placed.resolved.state, placed.resolved.title
    if state == "hidden":
        return etree.Element("span")
    if state == "ambiguous":
        title = title or "Several pages have this title"
        return etree.Element("span", {"class": "ambiguous", "title": title})
    kind = "internal" if state == "found" else "wanted"
    element = etree.Element("a", {"class": kind, "href": placed.href})
    if title:
        element.set("title", title)
    return element


def register(md: Markdown, resolve: Resolver) -> WikiLinkProcessor:
    """Add `[[links]]` to `md` and return their processor."""
    processor = WikiLinkProcessor(md, resolve)
    md.inlinePatterns.register(processor, "wikilink", 172)
    return processor
