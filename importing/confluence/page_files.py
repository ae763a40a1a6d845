"""One page of an export. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from importing.moments import moment_of
from importing.web_pages import attribute, texts

_CREATED = re.compile(r"Created by\s+(.+?)(?:,\s+last|\s+on\s|$)")
_STATE = re.compile(r"\s*\((?:Unlicensed|Deactivated)\)$")
_COMMENT = re.compile(r"comment-(\d+)")
_POSTED = re.compile(r"\bby\s+(.+?)\s+at\s+.*$", re.IGNORECASE | re.DOTALL)


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
    """None for a file that is no page of a space."""
    body = page.select_one("#main-content")
    if body is None:
        return None
    title = " ".join(texts(page.select("#title-text, title"))[:1])
    found = PageFile(title.removeprefix(f"{space} : ").strip(), body, page)
    metadata = page.select_one(".page-metadata")
    if metadata is not None:
        _tell_people(found, metadata)
    crumbs = [
        attribute(one, "href") for one in page.select("#breadcrumb-section a, #breadcrumbs a")
    ]
    above = [unquote(one) for one in crumbs if one and one != "index.html"]
    found.above = folder + above[-1] if above else ""
    labels = page.select(
        ".label-list a[rel~=tag], .label-list .aui-label-split-main, #labels-list a"
    )
    found.labels = tuple(dict.fromkeys(texts(labels or page.select(".label-list li"))))
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
    if moment and "modif" not in line and not metadata.select(".editor"):
        found.written_at = moment


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
                found.attached.append(Attached(folder + href, title))


def _comments(section: Tag) -> Iterator[Posted]:
    cells = section.select("td") or section.select(".comment")
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
