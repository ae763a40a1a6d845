"""Footnotes with numbered ids: what an author calls a note never becomes an id."""

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension


class NumberedFootnotes(FootnoteExtension):
    """python-markdown's footnotes, safe against notes that are defined inside notes."""

    closed = False

    def reset(self) -> None:
        super().reset()
        self.closed = False

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802 - python-markdown's name
        """Store a note, unless the notes are being written out already."""
        if not self.closed:
            super().setFootnote(id, text)

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802
        return f"fn-{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: N802
        return self.unique_ref(f"fnref-{self._number(id)}", found)

    def makeFootnotesDiv(self, root: etree.Element) -> etree.Element | None:  # noqa: N802
        self.closed = True
        div = super().makeFootnotesDiv(root)
        if div is not None:
            div.attrib = {"class": "footnotes", "role": "doc-endnotes", "aria-label": "Footnotes"}
        return div

    def _number(self, id: str) -> int:
        return list(self.footnotes).index(id) + 1


def register(md: Markdown) -> None:
    """Add footnotes to `md`."""
    md.registerExtensions([NumberedFootnotes(SEPARATOR="-")], {})
