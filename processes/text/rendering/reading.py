"""Read finished HTML: its text for the search, and the addresses it links to."""

import re
from html.parser import HTMLParser

from processes.text.rendering.tree import INLINE

_OURS = frozenset({"internal", "wanted", "footnote-ref", "footnote-backref", "permalink"})
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
Attributes = list[tuple[str, str | None]]


def read(html: str) -> tuple[str, tuple[str, ...]]:
    """Return the plain text of sanitized HTML and its plain links, in order.

    Left out of both: footnote numbers and lists of contents. Left out of the links: `[[links]]`
    and links to headings of their own.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = _LINES.sub("\n", _BLANKS.sub(" ", "".join(reader.text)))
    return text.strip(), tuple(reader.urls)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.urls: list[str] = []
        self._skipping = ""  # until the end of which element
        self._in_pre = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._separate(tag)
        self._in_pre = self._in_pre or tag == "pre"
        if tag == "nav" and ("class", "toc") in attrs:
            self._skipping = tag
        elif tag == "a" and not self._skipping:
            self._read_link(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._separate(tag)
        if tag == self._skipping:
            self._skipping = ""
        elif tag == "pre":
            self._in_pre = False

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.text.append(data if self._in_pre else data.replace("\n", " "))

    def _read_link(self, attrs: dict[str, str | None]) -> None:
        kind, href = attrs.get("class") or "", attrs.get("href") or ""
        self._skipping = "a" if kind.startswith("footnote") else ""
        if href and kind not in _OURS:
            self.urls.append(href)

    def _separate(self, tag: str) -> None:
        if tag not in INLINE and not self._skipping:
            self.text.append("\n")
