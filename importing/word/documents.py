"""One document: whether it is one, what it says of itself, its text. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from bs4 import Tag
from defusedxml import DefusedXmlException, ElementTree

from importing.files import Broken, Files
from importing.files.merging import INSIDE
from importing.html import Converted, convert
from importing.moments import parsed
from importing.web_pages import attribute, texts, tree
from importing.word.converting import html_of
from importing.word.notes import Notes
from importing.word.parts import TYPES, main_part

LARGEST = 100 * 1024**2
LARGEST_XML = 48 * 1024**2  # all of it together, unpacked
_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REDIRECT = re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/url\?")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00D|\x00<\x00!\x00D", re.IGNORECASE)
# In which part ("" for the one with the text), what, and how it is told of.
_COUNTED = (
    ("", rb"<w:(?:ins|del|moveFrom|moveTo) ", "tracked change, taken as accepted"),
    ("word/comments.xml", rb"<w:comment ", "comment beside the text"),
    ("", rb"<c:chart ", "chart"),
    ("", rb"<dgm:relIds ", "drawing made of shapes"),
    ("", rb"<o:OLEObject ", "object of another program"),
    ("", rb"<w:altChunk ", "part in another format, which is not read"),
)


@dataclass(slots=True)
class Document:
    """`pictures` are names among the import's files, `dropped` lines for the report."""

    title: str
    text: Converted
    markdown: str
    pictures: tuple[str, ...] = ()
    author: str = ""
    written_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None
    tags: tuple[str, ...] = ()
    dropped: list[str] = field(default_factory=list)


def open_document(files: Files, name: str, base: str) -> Document:
    """`base` is what links in it are relative to. Raises Broken."""
    content = files.read(name, LARGEST)
    if content.startswith(_OLD):
        told = "protected by a password" if _ENCRYPTED in content else "an old Word document (.doc)"
        raise Broken(name, f"It is {told}: save it as .docx, and without one.")
    members = {one.removeprefix(name + INSIDE): one for one in files.inside(name)}
    main = _look_through(files, name, members)
    opened = html_of(content, f"/{quote(name)}/", name)
    page = tree(opened.html)
    for link in page.select("a[href]"):
        link["href"] = _direct(attribute(link, "href"))
    title = _take_title(page)
    notes = Notes.taken_from(page)
    made = convert(page.decode(), base=base)
    dropped = [*_counted(files, members, main), *made.dropped]
    if opened.equations:
        dropped.append(f"{opened.equations} × formula, of which the signs are kept")
    found = Document(title, made, notes.put_back(made.markdown, base), dropped=dropped)
    found.pictures = tuple(full for one, full in members.items() if "/media/" in one)
    if "docProps/core.xml" in members:
        _tell(found, files.read(members["docProps/core.xml"], 1 << 20))
    return found


def _look_through(files: Files, name: str, members: dict[str, str]) -> str:
    """Which part holds the text. Raises Broken for what no honest document has."""
    types = members.get(TYPES)
    main = main_part(files.read(types, LARGEST_XML)) if types else ""
    if main not in members:
        raise Broken(name, "There is no text in it: this is no Word document.")
    if any(one.lower().endswith("vbaproject.bin") for one in members):
        raise Broken(name, "It holds macros: save it as .docx without them.")
    xml = [full for one, full in members.items() if one.lower().endswith((".xml", ".rels"))]
    if sum(files.size(one) for one in xml) > LARGEST_XML:
        raise Broken(name, f"Its text is larger than {LARGEST_XML >> 20} MB.")
    for one in xml:
        if _DECLARATION.search(files.read(one, LARGEST_XML)):
            raise Broken(name, "It declares things that no Word document declares.")
    return main


def _counted(files: Files, members: dict[str, str], main: str) -> Iterator[str]:
    """What has no place in the wiki."""
    for member, pattern, what in _COUNTED:
        if (part := member or main) in members:
            number = len(re.findall(pattern, files.read(members[part], LARGEST_XML)))
            if number:
                yield f"{number} × {what}"
    for kind in ("header", "footer"):
        parts = [full for one, full in members.items() if re.match(rf"word/{kind}\d*\.xml$", one)]
        if any(b"<w:t" in files.read(one, LARGEST_XML) for one in parts):
            yield f"{kind} of the printed pages"


def _direct(address: str) -> str:
    """Google Docs lets every link pass by Google."""
    if not _REDIRECT.match(address):
        return address
    asked = parse_qs(urlsplit(address).query)
    target = (asked.get("q") or asked.get("url") or [""])[0]
    return target if target.startswith(("https://", "http://", "mailto:")) else address


def _take_title(page: Tag) -> str:
    """In the style for titles, else the one heading at the top, which goes out of the text."""
    for heading in page.select("h1.title"):
        title = " ".join(texts([heading]))
        heading.decompose()
        if title:
            return title
    first = next((one for one in page.find_all(True) if one.name != "div"), None)
    if first is None or first.name not in ("h1", "h2") or page.find_all(first.name)[1:]:
        return ""
    title = " ".join(texts([first]))
    first.decompose()
    return title


def _tell(found: Document, xml: bytes) -> None:
    """What the document's properties say of it."""
    try:
        root: Element = ElementTree.fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError):
        return
    told = {one.tag.rpartition("}")[2]: (one.text or "").strip() for one in root}
    found.author = " ".join(told.get("creator", "").split(";")[0].split())
    found.written_at, found.changed_at = (
        parsed(told.get(name, "")) for name in ("created", "modified")
    )
    keywords = (one.strip() for one in re.split(r"[,;]", told.get("keywords", "")))
    found.tags = tuple(dict.fromkeys(filter(None, keywords)))
