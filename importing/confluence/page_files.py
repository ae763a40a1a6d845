"""One page of an export. Pure."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from importing.moments import moment_of
from importing.web_pages import attribute, texts

_CREATED = re.compile(r"Created by\s+(.+?)(?:,\s+last|\s+on\s|$)")
_PAUSE = re.compile(r"[,、，]")
_STATE = re.compile(r"\s*\((?:Unlicensed|Deactivated)\)$")
_COMMENT = re.compile(r"comment-(\d+)")
# “Posted by reader at Aug 30, 2020 21:45”, in the languages that say it in this order.
_POSTED = re.compile(
    r"\b(?:by|von|par|por|da|door|af|av)\s+(.{1,200}?)\s+(?:at|on|um|am|à|le|a|el|em|op|den)\s+\D{0,20}\d",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Attached:
    """`name` is the file among those of the export, `title` what it was called."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A comment: `content` is its element."""

    key: str
    content: Tag
    author: str
    at: datetime.datetime | None


@dataclass(slots=True)
class PageFile:
    """What a page says of itself, and `body`, the element with its text."""

    title: str
    body: Tag
    page: BeautifulSoup
    author: str = ""
    written_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None
    above: str = ""
    labels: tuple[str, ...] = ()
    attached: list[Attached] = field(default_factory=list)
    comments: list[Posted] = field(default_factory=list)


def look_at(page: BeautifulSoup, folder: str, space: str) -> PageFile | None:
    """None for a file that is no page of a space. `folder` is where it lies, `space` is called."""
    body = page.select_one("#main-content") or page.select_one("div.wiki-content")
    if body is None:
        return None
    title = " ".join(texts(page.select("#title-text, title"))[:1])
    for name in (space, *texts(page.select("#breadcrumbs a"))[:1]):
        title = title.removeprefix(f"{name} : ")
    found = PageFile(title.strip(), body, page)
    metadata = page.select_one(".page-metadata")
    if metadata is not None:
        _tell_people(found, metadata)
    crumbs = [
        attribute(one, "href") for one in page.select("#breadcrumb-section a, #breadcrumbs a")
    ]
    above = [unquote(one) for one in crumbs if posixpath.basename(one) not in ("", "index.html")]
    found.above = posixpath.normpath(folder + above[-1]) if above else ""
    found.labels = tuple(dict.fromkeys(_labels(found)))
    _gather(found, folder)
    return found


def person(name: str) -> str:
    """Without what Confluence says of their account."""
    return _STATE.sub("", " ".join(name.split()))


def _tell_people(found: PageFile, metadata: Tag) -> None:
    line = " ".join(metadata.get_text(" ").split())
    authors = texts(metadata.select(".author")) or _CREATED.findall(line)
    found.author = person(authors[0]) if authors else ""
    moment = moment_of(line)
    found.changed_at = moment
    _, _, after = line.partition(authors[0] if authors else "\0")
    # “Created by An Author, last modified on …”, in any language.
    if not _PAUSE.search(re.split(r"\d", after, maxsplit=1)[0]):
        found.written_at = moment


def _labels(found: PageFile) -> list[str]:
    """Those of the page itself: lists of other pages within the text tell of theirs."""
    for where in (".label-list a, #labels-list a", ".label-list li"):
        told = [one for one in found.page.select(where) if found.body not in one.parents]
        if told:
            return texts(told)
    return []


def _gather(found: PageFile, folder: str) -> None:
    """What stands below the text, in sections of its own."""
    for section in found.page.select(".pageSection"):
        if section.find_parent(id="main-content") is not None:
            continue
        if section.select_one("#comments, [id^=comments-], a[name^=comment-], [id^=comment-]"):
            found.comments += _comments(section)
            continue
        for link in section.select("a[href]"):
            href = unquote(attribute(link, "href"))
            if "attachments/" in href and "://" not in href:
                title = " ".join(link.get_text(" ").split())
                found.attached.append(Attached(posixpath.normpath(folder + href), title))


def _comments(section: Tag) -> Iterator[Posted]:
    table = section.find("table")
    cells = [one for one in section.select("td") if one.find_parent("table") is table]
    cells = cells or section.select(".comment")
    for number, cell in enumerate(cells, 1):
        line = cell.select_one("div.smallfont, .comment-metadata, .comment-footer")
        content = cell.select_one("font.smallfont, .comment-content, .comment-body") or cell
        words = " ".join(line.get_text(" ").split()) if line else ""
        if line is not None:
            line.extract()
        named = _COMMENT.search(str(cell.find(["a", "div"], attrs={"name": _COMMENT}) or cell))
        by = _POSTED.search(words)
        yield Posted(
            named[1] if named else str(number),
            content,
            person(by[1]) if by else "",
            moment_of(words),
        )
