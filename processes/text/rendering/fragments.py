"""An author's raw HTML: what is found in it, found and finished like all the rest."""

import xml.etree.ElementTree as etree
from html import escape, unescape
from html.parser import HTMLParser

from processes.text.rendering.findings import Findings
from processes.text.rendering.links import PlacedLink, label, shape
from processes.text.rendering.prose import Slot
from processes.text.rendering.tree import CELLS, INLINE

TABLE_OPEN = '<div class="table-scroll" tabindex="0" role="region" aria-label="Table">'
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DROPPED = ("script", "style", "title")
_VERBATIM = ("pre", "code", "kbd", "samp", "var")
Attributes = list[tuple[str, str | None]]


class OpenLink:
    """Whether raw HTML has opened a link; its end may come in another piece of HTML."""

    def __init__(self) -> None:
        self.is_open = False
        self.slot: Slot | None = None


class Fragment(HTMLParser):
    """Reads one piece of raw HTML; `parts` is what becomes of it.

    Tags it has nothing to say about go through as written. Whatever is wrong with them is
    the sanitizers' business, not this one's.
    """

    def __init__(self, html: str, findings: Findings, link: OpenLink) -> None:
        super().__init__(convert_charrefs=False)
        self.findings = findings
        self.link = link
        self.parts: list[str] = []
        self.headings: list[tuple[int, int, int, str]] = []  # start, end, level, text
        self.anchors: list[tuple[int, str]] = []  # part, href
        self._heading: int | None = None
        self._dropping = ""
        self._verbatim = 0
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
            self._part(tag)
            self._add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropping = ""
            return
        self._part(tag)
        if tag in _HEADINGS and self._heading is not None:
            self._close_heading(self._heading, int(tag[1]))
        elif tag == "a":
            self._end_link()
        elif tag in _VERBATIM:
            self._verbatim = max(0, self._verbatim - 1)
        self._add(f"</{tag}>" + ("</div>" if tag == "table" else ""))

    def handle_data(self, data: str) -> None:
        if self._dropping:
            return
        if self.link.is_open or self._verbatim:
            self._add_text(data)
        else:
            self._add_text_with_addresses(data)

    def handle_entityref(self, name: str) -> None:
        self._add_text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add_text(f"&#{name};")

    def parse_html_declaration(self, i: int) -> int:
        """Read `<![…` as a comment, like browsers; HTMLParser raises on some of them."""
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def _add(self, part: str) -> None:
        if not self._dropping:
            self.parts.append(part)

    def _add_text(self, text: str) -> None:
        if not self._dropping:
            self.parts.append(text)
            self.findings.prose.add(text)

    def _add_text_with_addresses(self, data: str) -> None:
        """Make links of the wiki's own bare addresses, as in Markdown.

        One at the very end may go on after an entity; with a query it stays as it is.
        """
        position = 0
        for match in self.findings.own.find_bare(data):
            href, placed = self.findings.address(unescape(match.group()))
            if placed is None or (match.end() == len(data) and "?" in href):
                continue
            self._add_text(data[position : match.start()])
            slot = self._start_link(placed, "")
            self._add_text(escape(label(placed) if placed.resolved.name else match.group()))
            self.findings.prose.end(slot)
            self._add("</a>")
            position = match.end()
        self._add_text(data[position:])

    def _part(self, tag: str) -> None:
        """Keep the texts of blocks and cells apart."""
        if tag == "br" or tag in CELLS:
            self.findings.prose.add(" " if tag == "br" else CELLS[tag])
        elif tag not in INLINE:
            self.findings.prose.restart()

    def _add_start(self, tag: str, attrs: dict[str, str | None]) -> None:
        self._part(tag)
        if tag in _HEADINGS:
            self._heading = len(self.parts)
        elif tag in _VERBATIM:
            self._verbatim += 1
        elif tag == "a" and not self._dropping:
            self._add_link(attrs)
            return
        self._add((TABLE_OPEN if tag == "table" else "") + (self.get_starttag_text() or ""))

    def _add_link(self, attrs: dict[str, str | None]) -> None:
        self._end_link()
        self.link.is_open = True
        written = attrs.get("href") or ""
        href, placed = self.findings.address(written)
        if placed is not None:
            self.link.slot = self._start_link(placed, attrs.get("title") or "")
        elif written.startswith("#"):
            self.anchors.append((len(self.parts), written))
            self._add(self.get_starttag_text() or "")
        elif href != written:
            self._add(f'<a href="{escape(href)}">')
        else:
            self._add(self.get_starttag_text() or "")

    def _start_link(self, placed: PlacedLink, title: str) -> Slot:
        element = etree.Element("a", {"title": title})
        shape(element, placed)
        attributes = element.attrib if element.tag == "a" else {}
        self._add("<a" + "".join(f' {k}="{escape(v)}"' for k, v in attributes.items()) + ">")
        return self.findings.prose.start(placed)

    def _end_link(self) -> None:
        if self.link.slot is not None:
            self.findings.prose.end(self.link.slot)
        self.link.is_open, self.link.slot = False, None

    def _add_image(self, attrs: dict[str, str | None]) -> None:
        if self._dropping:
            return
        given = {name: attrs.get(name) or "" for name in ("title", "width", "height")}
        src, alt = attrs.get("src") or "", attrs.get("alt") or ""
        element = self.findings.image(src, alt, given, self.link.is_open)
        self.parts.append(etree.tostring(element, encoding="unicode", method="html"))

    def _close_heading(self, start: int, level: int) -> None:
        text = "".join(part for part in self.parts[start:] if not part.startswith("<"))
        self.headings.append((start, len(self.parts), level, text))
        self._heading = None
