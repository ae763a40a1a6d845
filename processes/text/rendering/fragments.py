"""An author's raw HTML: images and headings in it are found and finished like all others."""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from processes.text.rendering.model import FoundImage

TABLE_OPEN = '<div class="table-scroll" tabindex="0" role="region" aria-label="Table">'
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DROPPED = ("script", "style", "title")
Attributes = list[tuple[str, str | None]]


class Fragment(HTMLParser):
    """Reads one piece of raw HTML; `parts` is what becomes of it.

    Tags it has nothing to say about go through as written. Whatever is wrong with them is
    the sanitizers' business, not this one's.
    """

    def __init__(self, html: str, image: Callable[[FoundImage], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.image = image
        self.parts: list[str] = []
        self.headings: list[tuple[int, int, int, str]] = []  # start, end, level, text
        self.anchors: list[tuple[int, str]] = []  # part, href
        self._heading: int | None = None
        self._dropping = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _DROPPED:
            self._dropping = tag
        elif tag == "img":
            self._add_image(dict(attrs))
        elif tag != "input":
            self._add_start(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if tag == "img":
            self._add_image(dict(attrs))
        elif tag not in (*_DROPPED, "input"):
            self._add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropping = ""
            return
        if tag in _HEADINGS and self._heading is not None:
            self._close_heading(self._heading, int(tag[1]))
        self._add(f"</{tag}>" + ("</div>" if tag == "table" else ""))

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def parse_html_declaration(self, i: int) -> int:
        """Read `<![…` as a comment, like browsers; HTMLParser raises on some of them."""
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def _add(self, part: str) -> None:
        if not self._dropping:
            self.parts.append(part)

    def _add_start(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in _HEADINGS:
            self._heading = len(self.parts)
        if tag == "a" and (attrs.get("href") or "").startswith("#"):
            self.anchors.append((len(self.parts), attrs["href"] or ""))
        self._add((TABLE_OPEN if tag == "table" else "") + (self.get_starttag_text() or ""))

    def _add_image(self, attrs: dict[str, str | None]) -> None:
        alt = attrs.get("alt") or ""
        new = {"src": self.image(FoundImage(attrs.get("src") or "", alt)), "alt": alt}
        kept = {name: attrs[name] or "" for name in ("title", "width", "height") if name in attrs}
        pairs = " ".join(f'{name}="{escape(value)}"' for name, value in (new | kept).items())
        self._add(f'<img {pairs} loading="lazy">')

    def _close_heading(self, start: int, level: int) -> None:
        text = "".join(part for part in self.parts[start:] if not part.startswith("<"))
        self.headings.append((start, len(self.parts), level, text))
        self._heading = None
