"""Read finished HTML: its text for the search, and the addresses it links to."""

import re
from html.parser import HTMLParser

_INLINE = frozenset(
    "a abbr b cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var"
    " input".split()
)
_OURS = frozenset({"internal", "wanted", "footnote-ref", "footnote-backref"})
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
Attributes = list[tuple[str, str | None]]


def read(html: str) -> tuple[str, tuple[str, ...]]:
    """Return the plain text of sanitized HTML and its plain links, in order.

    Left out of both: footnote numbers. Left out of the links: `[[links]]`.
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
        self._skipping = False
        self._in_pre = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._separate(tag)
        self._in_pre = self._in_pre or tag == "pre"
        if tag == "a":
            self._read_link(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._separate(tag)
        if tag == "a":
            self._skipping = False
        elif tag == "pre":
            self._in_pre = False

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.text.append(data if self._in_pre else data.replace("\n", " "))

    def _read_link(self, attrs: dict[str, str | None]) -> None:
        kind, href = attrs.get("class") or "", attrs.get("href") or ""
        self._skipping = kind.startswith("footnote")
        if href and kind not in _OURS:
            self.urls.append(href)

    def _separate(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text.append("\n")
