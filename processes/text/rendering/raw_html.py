"""HTML inside Markdown: where it starts and ends, and what it becomes.

As on GitHub, a block of HTML ends at the next blank line, so that Markdown works inside
`<details>`. Only elements that HTML knows count: `<your name>` in a sentence is text.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.util import STX

from processes.text.rendering.allowlist import TAGS
from processes.text.rendering.list_items import start_of_list
from processes.text.rendering.stash import BlockHtml

# CommonMark 0.31, 4.6, start condition 6 (elements) and 1 (those that hold raw text).
BLOCKS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    "|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head"
    "|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p"
    "|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
VERBATIM = "pre|script|style|textarea"
_KNOWN = TAGS | frozenset(
    "h1 font center big tt strike section article header footer nav main aside picture source"
    " video audio iframe object embed form button select option textarea label script style svg"
    " math noscript body html head meta link title base template time data wbr figure output"
    " progress dialog map area bdi bdo ruby rt rp hgroup address canvas fieldset".split()
)
_START = re.compile(
    rf"^ {{0,3}}(?:<(?P<verbatim>{VERBATIM})(?=[\s>]|$)|(?P<comment><!--)"
    rf"|</?(?:{BLOCKS})(?=\s|/?>|$))",
    re.IGNORECASE | re.MULTILINE,
)
_INDENTED_TAG = re.compile(r"\s*</?[a-zA-Z]")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[\s/>]")


class HtmlBlockProcessor(BlockProcessor):
    """Take blocks of HTML out of the text and put them back unchanged at the end."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md
        self.last: etree.Element | None = None
        self.unclosed: set[str] = set()  # ends looked for in vain: looking again is quadratic

    def test(self, parent: etree.Element, block: str) -> bool:
        if _INDENTED_TAG.match(block) and block.startswith("    "):
            return self._follows_html(parent)
        match = _START.search(block)
        if match is None:
            return False
        list_start = start_of_list(block)
        return list_start is None or match.start() <= list_start

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        match = _START.search(blocks[0])
        start = match.start() if match and not blocks[0].startswith("    ") else 0
        end = _end_of(match) if match and start == match.start() else ""
        if end and not self._join_until(end, blocks, start):
            return False
        block = blocks.pop(0)
        if before := block[:start].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        html, rest = _split_after(block[start:], end)
        self.last = etree.SubElement(parent, "p")
        self.last.text = self.md.htmlStash.store(BlockHtml(html))
        if rest.strip():
            blocks.insert(0, rest)
        return True

    def _follows_html(self, parent: etree.Element) -> bool:
        """Indented lines right after a piece of HTML are more of it, not code."""
        return len(parent) > 0 and parent[-1] is self.last

    def _join_until(self, end: str, blocks: list[str], start: int) -> bool:
        """Join blocks up to the one that holds `end`; say whether there is one."""
        if end in self.unclosed:
            return False
        if end in blocks[0].lower()[start:]:
            return True
        for index, block in enumerate(blocks[1:], start=1):
            if end in block.lower():
                blocks[: index + 1] = ["\n\n".join(blocks[: index + 1])]
                return True
        self.unclosed.add(end)
        return False


def _end_of(match: re.Match[str]) -> str:
    if match["comment"]:
        return "-->"
    return f"</{match['verbatim'].lower()}>" if match["verbatim"] else ""


def _split_after(html: str, end: str) -> tuple[str, str]:
    """Cut after the line that holds `end`."""
    if not end:
        return html, ""
    found = html.lower().index(end) + len(end)
    line_end = html.find("\n", found)
    return (html, "") if line_end < 0 else (html[:line_end], html[line_end + 1 :])


class InlineTagProcessor(HtmlInlineProcessor):
    """Keep tags HTML knows, leave others as text, drop comments."""

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        name = _NAME.match(m.group(1))
        if name is None and m.group(1)[1] in "!?":
            return "", m.start(), m.end()
        if name is None or name[1].lower() not in _KNOWN or STX in m.group(1):
            return None, None, None
        return super().handleMatch(m, data)


def register(md: Markdown) -> None:
    """Replace python-markdown's handling of raw HTML by this one."""
    md.preprocessors.deregister("html_block")
    md.parser.blockprocessors.register(HtmlBlockProcessor(md), "html", 81)
    md.inlinePatterns.register(InlineTagProcessor(HTML_RE, md), "html", 90)
