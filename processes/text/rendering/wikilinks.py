"""`[[Title]]`, `[[Title#Section]]`, `[[dept/Title]]`, `[[@Person]]` and `[[Title|label]]`.

In a table people write both `[[Title|label]]` and `[[Title\\|label]]`; both work everywhere.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from processes.text.rendering.links import Asker, PlacedLink, label, shape
from processes.text.rendering.model import LinkRequest

# Not ![[…]], and not [[1]](https://…), which is a Markdown link whose text has brackets.
_LINK = r"(?<!!)\[\[([^\[\]]{1,500})\]\](?!\((?:https?:|mailto:|[/#.]))"
_LABEL = re.compile(rf"\||\\\||{STX}{ord('|')}{ETX}")
# "C# style" and "C#" are titles: a # parts the section if a blank comes before it or none after.
_SECTION = re.compile(r"(?<=\s)#|#(?=[^\s#])")
_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")


class WikiLinkProcessor(InlineProcessor):
    """Make elements of links; `placed` tells the finishing pass which elements they are."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, asker: Asker) -> None:
        super().__init__(_LINK, md)
        self.asker = asker
        self.placed: dict[etree.Element, PlacedLink] = {}

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        target, *rest = _LABEL.split(self._restore_escapes(m[1]), maxsplit=1)
        request = self._request(target)
        if not (request.title or request.person or request.section):
            return None, None, None
        words = " ".join(rest[0].split()) if rest else ""
        return self._element(request, words), m.start(), m.end()

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

    def _element(self, request: LinkRequest, words: str) -> etree.Element:
        element = etree.Element("a")
        if request.title or request.person:
            self.placed[element] = placed = self.asker.place(request)
            shape(element, placed)
            element.text = words or AtomicString(label(placed))
        else:
            element.attrib = {"class": "internal", "href": "#" + request.section}
            element.text = words or AtomicString(request.section)
        return element


def parse_request(raw: str, section: str) -> LinkRequest:
    """Read what stands before the section: a person, a title, or a department and a title.

    `dept/Title` is cut in two at the first slash, if there is something on both sides.
    """
    if raw.startswith("@") and raw[1:].strip():
        return LinkRequest("", "", raw=raw, person=raw[1:].strip())
    department, slash, title = (part.strip() for part in raw.partition("/"))
    if slash and department and title:
        return LinkRequest(title, section, department, raw)
    return LinkRequest(raw, section, "", raw)


def register(md: Markdown, asker: Asker) -> WikiLinkProcessor:
    """Add `[[links]]` to `md` and return their processor."""
    processor = WikiLinkProcessor(md, asker)
    md.inlinePatterns.register(processor, "wikilink", 172)
    return processor
