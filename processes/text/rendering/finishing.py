"""The last pass over the tree, once inline parsing is done: what was found, and its final form.

Walks the elements in the order of the text, raw HTML included.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, STX, AtomicString

from processes.text.rendering.anchors import Anchors
from processes.text.rendering.contents import fill_contents
from processes.text.rendering.findings import Findings
from processes.text.rendering.fragments import Fragment, OpenLink
from processes.text.rendering.links import PlacedLink, label, shape
from processes.text.rendering.model import FoundLink
from processes.text.rendering.stash import PLACEHOLDER, BlockHtml, CodeHtml
from processes.text.rendering.tree import CELLS, INLINE, replace, unwrap, wrap

_TAG = re.compile(r"<[^>]*>")
_TABLE_BOX = {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": "Table"}


class FinishingTreeprocessor(Treeprocessor):
    """Collects headings, links and images and finishes their elements."""

    def __init__(
        self, md: Markdown, placed: dict[etree.Element, PlacedLink], findings: Findings
    ) -> None:
        super().__init__(md)
        self.placed = placed
        self.findings = findings
        self.anchors = Anchors()
        self.links: tuple[FoundLink, ...] = ()
        self._fragments: dict[int, Fragment] = {}
        self._raw_link = OpenLink()

    def run(self, root: etree.Element) -> None:
        self._visit(root, in_link=False)
        self.anchors.assign()
        fill_contents(root, self.anchors.headings)
        self.links = self.findings.prose.found(self._words)
        stash = self.md.htmlStash.rawHtmlBlocks
        for key, fragment in self._fragments.items():
            stash[key] = type(stash[key])("".join(fragment.parts))

    def _visit(self, parent: etree.Element, in_link: bool) -> None:
        self._visit_text(parent.text)
        for child in list(parent):
            if child.tag == "img":
                self._show_image(parent, child, in_link)
            else:
                self._finish(child)
                self._visit_inside(child, in_link or child.tag == "a")
            self._visit_text(child.tail)
            if child.tag == "p" and self._is_block(child):
                child.tag = None  # type: ignore[assignment]  # serialized without a tag
            elif child.tag == "table":
                wrap(parent, child, _TABLE_BOX)
            elif child in self.placed and self.placed[child].resolved.state == "hidden":
                unwrap(parent, child)

    def _visit_inside(self, element: etree.Element, in_link: bool) -> None:
        """Visit what an element holds; its text is part of the line, or a block of its own."""
        prose = self.findings.prose
        is_block = element.tag not in INLINE and element.tag not in CELLS and element.tag != "br"
        if is_block:
            self._raw_link = OpenLink()
            prose.open()
        slot = prose.start(self.placed[element]) if element in self.placed else None
        if not _is_note_number(element):
            self._visit(element, in_link)
        if slot is not None:
            prose.end(slot)
        if is_block:
            prose.close()
        else:
            prose.add(" " if element.tag == "br" else CELLS.get(element.tag))

    def _finish(self, element: etree.Element) -> None:
        if element.tag == "a" and element not in self.placed:
            self._finish_link(element)
        elif element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.anchors.add_element(element, self._plain(element))
        elif element.tag in ("th", "td"):
            _finish_cell(element)
        elif element.tag == "pre":
            element.set("tabindex", "0")

    def _finish_link(self, element: etree.Element) -> None:
        """Point a plain link to where its heading or page is today."""
        href = unescape(element.get("href", "").replace(AMP_SUBSTITUTE, "&"))
        if href.startswith("#"):
            if not element.get("class", "").startswith("footnote"):
                self.anchors.add_link(href, lambda new: element.set("href", new))
            return
        new, placed = self.findings.address(href)
        if placed is not None:
            self.placed[element] = placed
            shape(element, placed)
            if element.text == href and (placed.resolved.name or placed.resolved.state == "hidden"):
                element.text = AtomicString(label(placed))
        elif new != href:
            element.set("href", new)

    def _show_image(self, parent: etree.Element, image: etree.Element, in_link: bool) -> None:
        alt = self._restore(unescape(image.get("alt", "")))
        in_link = in_link or self._raw_link.is_open
        given = {"title": image.get("title", "")}
        new = self.findings.image(unescape(image.get("src", "")), alt, given, in_link)
        replace(parent, image, new)

    def _visit_text(self, text: str | None) -> None:
        position = 0
        for match in PLACEHOLDER.finditer(text or ""):
            key = int(match[1])
            html = self.md.htmlStash.rawHtmlBlocks[key]
            if isinstance(html, str) and not isinstance(html, CodeHtml) and "<" in html:
                self.findings.prose.add((text or "")[position : match.start()])
                self._fragments[key] = fragment = Fragment(html, self.findings, self._raw_link)
                self.anchors.add_fragment(fragment, self._restore)
                position = match.end()
        self.findings.prose.add((text or "")[position:])

    def _is_block(self, paragraph: etree.Element) -> bool:
        """Say whether a paragraph holds nothing but a block of stashed HTML."""
        match = PLACEHOLDER.fullmatch(paragraph.text or "")
        if match is None or len(paragraph):
            return False
        return isinstance(self.md.htmlStash.rawHtmlBlocks[int(match[1])], BlockHtml)

    def _plain(self, element: etree.Element) -> str:
        """Return the text of an element as a reader sees it, without footnote numbers."""
        return " ".join(unescape(self._restore("".join(_texts(element)))).split())

    def _words(self, text: str) -> str:
        """Return a piece of text as a reader sees it."""
        return unescape(self._restore(text)) if "&" in text or STX in text else text

    def _restore(self, text: str) -> str:
        """Put the words of stashed HTML back into a text."""
        stash = self.md.htmlStash.rawHtmlBlocks
        text = PLACEHOLDER.sub(lambda match: _TAG.sub("", str(stash[int(match[1])])), text)
        return text.replace(AMP_SUBSTITUTE, "&")


def _is_note_number(element: etree.Element) -> bool:
    return element.tag == "sup" and element.get("id", "").startswith("fnref")


def _texts(element: etree.Element) -> list[str]:
    if _is_note_number(element):
        return []
    texts = [element.get("alt", "") if element.tag == "img" else element.text or ""]
    for child in element:
        texts += [*_texts(child), child.tail or ""]
    return texts


def _finish_cell(cell: etree.Element) -> None:
    if align := cell.attrib.pop("align", None):
        cell.set("class", f"align-{align}")
    if cell.tag == "th":
        cell.set("scope", "col")
