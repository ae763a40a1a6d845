"""What the links of an old page become in the wiki. Pure but for its book.

A link to another page becomes `[[Title#Section|label]]` wherever that can say it, because such
links follow a page that is renamed or moved. Where it cannot (a title with brackets, an image as
label, raw HTML), the link keeps its form and gets the page's new address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from importing.book import Book, Origin
from importing.models import Topic
from importing.scanning import Form, Found
from importing.sections import find_section, name_of_section
from importing.targets import Asset, Broken, Known, Text, ToFile, ToFolder, ToPage, ToUrl
from processes.publishing import title_key
from processes.text.rendering import heading_id

# Signs that mean something else in `[[…]]`.
_NO_TITLE = re.compile(r"[\[\]|<>\\`{}\n]|(?<=\s)#|#(?=[^\s#])|&#?\w+;|^\^")
_NO_LABEL = re.compile(r"[\[\]|<]")
_LINE_BREAK = re.compile(r"\s*\n[ \t]*(?:>[ \t]?)*")
Edit = tuple[int, int, str | Asset]  # from, to, what stands there instead
LONGEST_LINK = 380  # characters between `[[` and `]]` that the wiki still takes for a link


@dataclass(frozen=True, slots=True)
class Titles:
    """`everywhere` counts the pages of each title in the whole wiki, those that come in included,
    `own` those in one department, by its address."""

    everywhere: Counter[str]
    own: Counter[tuple[str, str]]


@dataclass
class Rewriter:
    """Rewrites the text of one page. `links` are those of its text, as `scan` found them; `names`
    are what its `[[links]]` name already, which stay as they are."""

    book: Book
    titles: Titles
    page: Known
    origin: Origin
    body: str
    links: Sequence[Found]
    names: Sequence[str] = ()
    notes: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    leads_to: set[int] = field(default_factory=set)

    def rewrite(self) -> Text:
        """The text in pieces; collects notes (topic, text), counts and the pages it leads to."""
        for name, times in Counter(self.names).items():
            self._named(name, times)
        edits = [edit for link in self.links if (edit := self._edit(link))]
        pieces: list[str | Asset] = []
        position = 0
        for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
            if start >= position:
                pieces += [self.body[position:start], replacement]
                position = end
        return tuple(piece for piece in (*pieces, self.body[position:]) if piece != "")

    def _named(self, name: str, times: int) -> None:
        if any(self.titles.everywhere[key] for key in keys_of(name)):
            self.counts["page"] += times
        else:
            self.counts["broken"] += times
            self.notes.append((Topic.LINK, f"[[{name}]] – No page is called so."))

    def _edit(self, link: Found) -> Edit | None:
        target = self.book.find(link.address, self.origin)
        if link.form is Form.IMAGE:
            return self._image(link, target)
        match target:
            case ToPage():
                return self._to_page(link, target)
            case ToFolder():
                self._count(link, "folder")
                return self._address(link, target.address)
            case ToFile():
                return self._to_file(link, target)
            case ToUrl():
                self._count(link, "redirected")
                return self._address(link, target.url)
            case Broken():
                self._count(link, "broken")
                return self._note(link, Topic.LINK, target.why)
        return None

    def _image(self, link: Found, target: object) -> Edit | None:
        self.counts["images"] += 1
        if isinstance(target, ToFile):
            self.counts["images here"] += 1
            return self._to_file(link, target)
        if isinstance(target, Broken) and (file := self.book.to_fetch(link.address, self.origin)):
            self.counts["images to fetch"] += 1
            return self._to_file(link, file)
        if target is None:
            host = urlsplit(link.address).netloc
            what = (
                f"an image from {host}: the wiki shows none from other sites"
                if host
                else ("an image that is written into the text itself, which the wiki does not show")
            )
            return self._note(link, Topic.WARNING, f"has {what}")
        return self._note(link, Topic.PICTURE, "No such image.")

    def _to_file(self, link: Found, target: ToFile) -> Edit | None:
        if link.form is not Form.IMAGE:
            self._count(link, "file")
        if not link.has_own_address:
            return None
        start, end = link.address_start, link.address_end
        return start, end, Asset(target, self.body[start:end])

    def _to_page(self, link: Found, target: ToPage) -> Edit | None:
        section = find_section(target.page, target.fragment) if target.fragment else ""
        if target.fragment and link.form is not Form.DEFINITION:
            self.counts["fragment"] += 1
            if section is None:
                self._note(link, Topic.SECTION, f"“{target.page.title}” has no such section.")
        if target.page is self.page:
            return self._to_self(link, section)
        if not target.page.slug:
            return self._note(link, Topic.LINK, "That page was not imported.")
        self._count(link, "page")
        self.leads_to.add(target.page.pk)
        wiki_link = self._wiki_link(link, target.page, section or "")
        if wiki_link:
            return link.start, link.end, wiki_link
        anchor = f"#{section}" if section else ""
        return self._address(link, target.page.address + anchor, target.page.title)

    def _to_self(self, link: Found, section: str | None) -> Edit | None:
        on_page = link.address.startswith("#")
        self._count(link, "itself" if on_page else "page")
        if section:
            understood = on_page and heading_id(link.address[1:]) == section
            return None if understood else self._address(link, f"#{section.removeprefix('h-')}")
        return None if on_page else self._address(link, self.page.address)

    def _wiki_link(self, link: Found, page: Known, section: str) -> str:
        """`[[…]]`, or "" where this link cannot be written so."""
        target = self._name(page)
        label = _LINE_BREAK.sub(" ", link.label).strip()
        standing_alone = link.form in (Form.AUTOLINK, Form.BARE)
        before, after = self.body[: link.start][-1:], self.body[link.end :][:1]
        if (
            not target
            or link.form in (Form.HTML, Form.DEFINITION)
            or _NO_LABEL.search(label)
            or (link.form is Form.BARE and before == "!")
            or after == "("
        ):
            return ""
        if section:
            target = f"{target}#{name_of_section(page, section)}"
        if not label or standing_alone:
            label = page.title
        text = f"[[{target}]]" if label == target else f"[[{target}|{label}]]"
        return text if len(text) <= LONGEST_LINK else ""

    def _name(self, page: Known) -> str:
        """The shortest name by which the wiki finds a page from this one; "" if there is none."""
        key = title_key(page.title)
        if _NO_TITLE.search(page.title) or self.titles.own[page.department, key] > 1:
            return ""
        here = self.page.department
        alone = self.titles.everywhere[key] <= 1 or page.department == here
        return page.title if alone else f"{page.department}/{page.title}"

    def _address(self, link: Found, address: str, label: str = "") -> Edit | None:
        """The link with another address, in its own form as far as that can hold it."""
        if not link.has_own_address:
            return None
        if link.form in (Form.AUTOLINK, Form.BARE) and address.startswith(("/", "#")):
            return link.start, link.end, f"[{_as_label(label or link.address)}]({address})"
        written = escape(address) if link.form is Form.HTML else address
        return link.address_start, link.address_end, written

    def _count(self, link: Found, what: str) -> None:
        if link.form is not Form.DEFINITION:  # those who use it are counted
            self.counts[what] += 1

    def _note(self, link: Found, topic: str, why: str) -> None:
        if link.form is not Form.DEFINITION:
            what = link.address or f"[{link.label}]()"
            text = why if topic is Topic.WARNING else f"{what} – {why}"
            self.notes.append((topic, text))


def keys_of(name: str) -> tuple[str, ...]:
    """Of what may be a title, or a department and a title."""
    return tuple(dict.fromkeys((title_key(name), title_key(name.rpartition("/")[2]))))


def _as_label(text: str) -> str:
    return re.sub(r"([\\\[\]*_`<])", r"\\\1", text)
