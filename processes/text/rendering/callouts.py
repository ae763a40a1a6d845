"""GitHub's alerts: a quote whose first line is `[!NOTE]`, with a title of one's own if wanted.

Kinds: https://docs.github.com/en/get-started/writing-on-github (Alerts).
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

_MARKER = re.compile(
    r"\s*\[!(note|tip|important|warning|caution)\][ ]*(?P<title>[^\n]*)(?:\n|$)", re.IGNORECASE
)


class CalloutTreeprocessor(Treeprocessor):
    """Make callouts of the quotes that start with a marker, before inline parsing."""

    def run(self, root: etree.Element) -> None:
        for quote in list(root.iter("blockquote")):
            first = quote[0] if len(quote) else None
            if first is not None and first.tag == "p":
                match = _MARKER.match(first.text or "")
                if match is not None:
                    _convert(quote, first, match)


def _convert(quote: etree.Element, first: etree.Element, match: re.Match[str]) -> None:
    kind = match[1].lower()
    quote.tag = "div"
    quote.attrib |= {"class": f"callout callout-{kind}", "role": "note"}
    title = etree.Element("p", {"class": "callout-title"})
    title.text = match["title"].strip() or kind.capitalize()
    first.text = (first.text or "")[match.end() :]
    if not first.text:
        quote.remove(first)
    quote.insert(0, title)


def register(md: Markdown) -> None:
    """Add callouts to `md`."""
    md.treeprocessors.register(CalloutTreeprocessor(md), "callouts", 30)
