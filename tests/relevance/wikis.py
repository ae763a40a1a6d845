"""The wikis that are searched, as plain pages. Each is a folder of Markdown files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from demo import reading
from importing.markdown import front_matter, headline
from importing.markdown.anchors import take_anchors
from importing.shortening import cut_words
from processes.models.article import TITLE_LENGTH
from processes.text.rendering import LinkRequest, Rendered, ResolvedLink, render

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"


@dataclass(frozen=True, slots=True)
class Page:
    """`days_ago` tells when its owner approved it; None: imported, and read by no owner."""

    file: str
    department: str
    title: str
    summary: str
    body: str
    drawn: Rendered
    kind: str = "expertise"
    topic: str = "company"
    days_ago: float | None = None


@dataclass(frozen=True, slots=True)
class Wiki:
    name: str
    folder: Path
    read: Callable[[Path], Iterator[Page]]

    @property
    def is_there(self) -> bool:
        return self.folder.is_dir()

    def pages(self) -> Iterator[Page]:
        return self.read(self.folder)


def _company(folder: Path) -> Iterator[Page]:
    """The pages of the demo company as they stand today."""
    for page in reading.pages():
        today = page.editions[-1]
        yield Page(
            f"{page.department}/{page.slug}",
            page.department,
            page.title,
            page.summary,
            today.body,
            _draw(today.body),
            page.kind,
            page.topic,
            today.days_ago,
        )


def _handbook(folder: Path) -> Iterator[Page]:
    """Pages as an import reads them, drawn once and in this process, which is much quicker."""
    for path in sorted(folder.rglob("*.md")):
        file = path.relative_to(folder).as_posix()
        front, body = front_matter.split(path.read_text("utf-8"))
        title, body = headline.take_title(front, body, file)
        body, _ = take_anchors(body)
        if front.text("redirect_to") or not body.strip():
            continue
        drawn = _draw(body)
        summary = headline.summarise(front, drawn.html)
        department = file.rpartition("/")[0]
        yield Page(file, department, cut_words(title, TITLE_LENGTH), summary, body, drawn)


def _draw(body: str) -> Rendered:
    return render(body, _nowhere)


def _nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted", href="/new/")


COMPANY = Wiki("company", reading.COMPANY, _company)
HANDBOOKS = (
    Wiki("handbook", CORPORA / "18f-handbook" / "markdown", _handbook),
    Wiki("engineering", CORPORA / "artsy-readme" / "docs", _handbook),
)
