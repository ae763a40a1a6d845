"""The last pass over the tree, once inline parsing is done: what was found, and its final form.

Walks the elements in the order of the text, raw HTML included.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from html import unescape

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from processes.text.rendering.anchors import Anchors
from processes.text.rendering.fragments import Fragment
from processes.text.rendering.model import FoundImage, FoundLink
from processes.text.rendering.stash import PLACEHOLDER, BlockHtml, CodeHtml
from processes.text.rendering.tree import unwrap, wrap
from processes.text.rendering.wikilinks import PlacedLink

ImageMap = Callable[[str], str | None]

_TAG = re.compile(r"<[^>]*>")
_TABLE_BOX = {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": "Table"}


class FinishingTreeprocessor(Treeprocessor):
    """Collects headings, links and images and finishes their elements."""

    def __init__(
        self, md: Markdown, placed: dict[etree.Element, PlacedLink], images: ImageMap | None
    ) -> None:
        super().__init__(md)
        self.placed = placed
        self.map_image = images
        self.anchors = Anchors()
        self.links: list[FoundLink] = []
        self.images: list[FoundImage] = []
        self._fragments: dict[int, Fragment] = {}

    def run(self, root: etree.Element) -> None:
        self._visit(root)
        self.anchors.assign()
        stash = self.md.htmlStash.rawHtmlBlocks
        for key, fragment in self._fragments.items():
            stash[key] = type(stash[key])("".join(fragment.parts))

    def _visit(self, parent: etree.Element) -> None:
        self._visit_text(parent.text)
        for child in list(parent):
            self._finish(child)
            self._visit(child)
            self._visit_text(child.tail)
            if child.tag == "p" and self._is_block(child):
                child.tag = None  # type: ignore[assignment]  # serialized without a tag
            elif child.tag == "table":
                wrap(parent, child, _TABLE_BOX)
            elif child in self.placed and self.placed[child].resolved.state == "hidden":
                unwrap(parent, child)

    def _finish(self, element: etree.Element) -> None:
        if element in self.placed:
            self._add_link(element, self.placed[element])
        elif element.tag == "img":
            self._finish_image(element)
        elif element.tag == "a" and element.get("href", "").startswith("#"):
            self._finish_anchor(element)
        elif element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.anchors.add_element(element, self._plain(element))
        elif element.tag in ("th", "td"):
            _finish_cell(element)
        elif element.tag == "pre":
            element.set("tabindex", "0")

    def _add_link(self, element: etree.Element, link: PlacedLink) -> None:
        label = self._plain(element)
        self.links.append(FoundLink(link.request, link.resolved, label, link.href))

    def _finish_image(self, element: etree.Element) -> None:
        alt = unescape(element.get("alt", ""))
        image = FoundImage(unescape(element.get("src", "")), self._restore(alt))
        element.attrib |= {"src": self._image(image), "alt": image.alt, "loading": "lazy"}

    def _finish_anchor(self, element: etree.Element) -> None:
        if not element.get("class", "").startswith("footnote"):
            self.anchors.add_link(element.get("href", ""), lambda new: element.set("href", new))

    def _visit_text(self, text: str | None) -> None:
        for match in PLACEHOLDER.finditer(text or ""):
            key = int(match[1])
            html = self.md.htmlStash.rawHtmlBlocks[key]
            if isinstance(html, str) and not isinstance(html, CodeHtml) and "<" in html:
                self._fragments[key] = fragment = Fragment(html, self._image)
                self.anchors.add_fragment(fragment, self._restore)

    def _is_block(self, paragraph: etree.Element) -> bool:
        """Say whether a paragraph holds nothing but a block of stashed HTML."""
        match = PLACEHOLDER.fullmatch(paragraph.text or "")
        if match is None or len(paragraph):
            return False
        return isinstance(self.md.htmlStash.rawHtmlBlocks[int(match[1])], BlockHtml)

    def _image(self, image: FoundImage) -> str:
        self.images.append(image)
        new = self.map_image(image.src) if self.map_image else None
        return image.src if new is None else new

    def _plain(self, element: etree.Element) -> str:
        """Return the text of an element as a reader sees it, without footnote numbers."""
        return " ".join(unescape(self._restore("".join(_texts(element)))).split())

    def _restore(self, text: str) -> str:
        """Put the words of stashed HTML back into a text."""
        stash = self.md.htmlStash.rawHtmlBlocks
        text = PLACEHOLDER.sub(lambda match: _TAG.sub("", str(stash[int(match[1])])), text)
        return text.replace(AMP_SUBSTITUTE, "&")


def _texts(element: etree.Element) -> list[str]:
    if element.tag == "sup" and element.get("id", "").startswith("fnref"):
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
