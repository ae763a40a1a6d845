"""The old wikis of ../shared/corpora: what is in them, counted from their files alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import frontmatter

from tests.moving import counting
from tests.moving.counting import Seen

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}
SHORTCODE = re.compile(r"\[/?(?:caption|gallery|audio|video|embed)[^\]]*\]")
# WordPress, and the wiki, show what is there instead.
LINE_OF_ADDRESS = re.compile(r"(?m)^\s*https?://\S+\s*$")


@dataclass
class OldPage:
    """`addresses` are those that have to lead on."""

    key: str
    title: str
    seen: Seen
    addresses: list[str] = field(default_factory=list)
    is_public: bool = True


@dataclass
class OldWiki:
    """`asked` is what `running.begin` is told; `reach` how many of its links reach a page, a file
    and nothing, and how many of its pictures there are, by its SOURCE.md."""

    name: str
    format: str
    paths: list[Path]
    assets: list[Path]
    asked: dict[str, Any]
    reach: dict[str, int]

    @property
    def is_there(self) -> bool:
        return all(path.exists() for path in self.paths)

    def pages(self) -> Iterator[OldPage]:
        return wordpress(self.paths[0]) if self.format == "wordpress" else markdown(self.paths[0])

    def pictures(self) -> dict[str, Path]:
        """Every picture that came along, by the SHA-256 of its bytes."""
        found = (file for folder in (*self.assets, *self.paths) for file in folder.rglob("*"))
        return {
            hashlib.sha256(file.read_bytes()).hexdigest(): file
            for file in found
            if file.suffix.lower() in PICTURES
        }


HANDBOOK = CORPORA / "18f-handbook"
README = CORPORA / "artsy-readme"
BLOG = CORPORA / "wxr-theme-unit-test"
WIKIS = (
    OldWiki(
        "18f-handbook",
        "markdown",
        [HANDBOOK / "markdown"],
        [HANDBOOK / "images", HANDBOOK / "attachments"],
        {"hosts": ["handbook.tts.gsa.gov", "handbook.18f.gov"]},
        # Of 656 and 6 by its SOURCE.md, 6 stand on a page that only leads on to another site, and
        # one leads nowhere at all: [text]().
        {"page": 650, "file": 7, "broken": 7, "pictures": 38},
    ),
    OldWiki(
        "artsy-readme",
        "markdown",
        [README / "docs"],
        [],
        {"hosts": []},
        # By the files that are there; 5 of its 9 pictures are of other sites.
        {"page": 124, "broken": 11, "pictures": 4},
    ),
    OldWiki(
        "wxr-theme-unit-test",
        "wordpress",
        [BLOG / "theme-unit-test-data.xml"],
        [BLOG / "uploads"],
        {"hosts": []},
        # All 24 permalinks are those of pictures; 1 is nowhere, 15 links are to what is missing.
        {"page": 0, "broken": 16, "pictures": 374},
    ),
)


def markdown(folder: Path) -> Iterator[OldPage]:
    for file in sorted(folder.rglob("*.md")):
        key = file.relative_to(folder).as_posix()
        front = frontmatter.loads(file.read_text("utf-8"))
        if front.metadata.get("redirect_to"):
            continue
        moved = front.metadata.get("redirect_from") or []
        own = front.metadata.get("permalink") or address_of(key)
        addresses = [own, *([moved] if isinstance(moved, str) else moved)]
        title = str(front.metadata.get("title", ""))
        yield OldPage(key, title, counting.of_markdown(front.content), addresses)


def address_of(key: str) -> str:
    """a/index.md, a/README.md and a/a.md stand for the folder."""
    parts = key.removesuffix(".md").split("/")
    if parts[-1].lower() in ("index", "readme") or parts[-1:] == parts[-2:-1]:
        parts.pop()
    return f"/{'/'.join(parts)}/".replace("//", "/")


def wordpress(file: Path) -> Iterator[OldPage]:
    for item in ElementTree.parse(file).getroot().iter("item"):
        told = {part.tag.rpartition("}")[2]: (part.text or "").strip() for part in item}
        if told.get("post_type") not in ("post", "page"):
            continue
        # Both are called “encoded”; the text is the one of the namespace “content”.
        content = next(part.text or "" for part in item if part.tag.endswith("content/}encoded"))
        is_public = told["status"] == "publish" and not told.get("post_password")
        addresses = [told["link"], f"/?p={told['post_id']}"]
        yield OldPage(
            told["post_id"], told.get("title", ""), classic(content), addresses, is_public
        )


def classic(content: str) -> Seen:
    """Its words, cells and pictures."""
    text = LINE_OF_ADDRESS.sub(" ", SHORTCODE.sub(" ", content))
    return counting.of_html(text)
