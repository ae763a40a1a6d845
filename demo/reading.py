"""The demo company's files, as plain data. Pure: files in, dataclasses out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frontmatter

COMPANY = Path(__file__).parent / "company"


@dataclass(frozen=True, slots=True)
class Edition:
    """One published state of an article."""

    body: str
    author: str
    note: str
    significance: str
    days_ago: float


@dataclass(frozen=True, slots=True)
class Page:
    department: str
    slug: str
    title: str
    kind: str
    topic: str
    owner: str
    summary: str
    part_of: str  # the slug of the page above it in its department; "" at the top
    editions: tuple[Edition, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal and how far it came. `page` is "department/slug", or empty for a new page."""

    page: str
    new: dict[str, str]
    author: str
    state: str
    days_ago: float
    note: str
    significance: str
    comment: str
    decided_by: str
    body: str
    edits: tuple[dict[str, str], ...] = field(default=())
    # A first round, which came back: its edits, and the reason.
    earlier: dict[str, Any] = field(default_factory=dict)
    consult: tuple[str, ...] = field(default=())
    said: tuple[dict[str, Any], ...] = field(default=())
    claimed_by: str = ""


def company() -> dict[str, Any]:
    """Departments, people, deputies."""
    return told("company")


def told(name: str) -> dict[str, Any]:
    """One of the company's files of plain facts."""
    return tomllib.loads((COMPANY / f"{name}.toml").read_text(encoding="utf-8"))


def pages() -> list[Page]:
    return [_page(path) for path in sorted((COMPANY / "articles").glob("*/*.md"))]


def drafts() -> list[Draft]:
    return [_draft(path) for path in sorted((COMPANY / "proposals").glob("*.md"))]


def _page(path: Path) -> Page:
    post = frontmatter.load(str(path))
    told = post.metadata
    return Page(
        department=path.parent.name,
        slug=path.stem,
        title=told["title"],
        kind=told["kind"],
        topic=told.get("topic") or "",
        owner=told.get("owner") or "",
        summary=told["summary"],
        part_of=told.get("part_of") or "",
        editions=tuple(_editions(told, post.content)),
    )


def _editions(told: dict[str, Any], body: str) -> list[Edition]:
    """The file holds the newest text; each older one is told by what to put back."""
    found = [_edition(told, body)]
    for older in told.get("history") or []:
        for change in older.get("changes") or []:
            body = replace_once(body, change["now"], change["was"])
        found.insert(0, _edition(older, body))
    return found


def _edition(told: dict[str, Any], body: str) -> Edition:
    return Edition(
        body, told["author"], told["note"], told["significance"], float(told["approved_days_ago"])
    )


def _draft(path: Path) -> Draft:
    post = frontmatter.load(str(path))
    told = post.metadata
    return Draft(
        page=told.get("article") or "",
        new=told.get("new") or {},
        author=told["author"],
        state=told["state"],
        days_ago=float(told["days_ago"]),
        note=told["note"],
        significance=told["significance"],
        comment=told.get("comment") or "",
        decided_by=told.get("decided_by") or "",
        body=post.content,
        edits=tuple(told.get("edits") or ()),
        earlier=told.get("earlier") or {},
        consult=tuple(told.get("consult") or ()),
        said=tuple(told.get("said") or ()),
        claimed_by=told.get("claimed_by") or "",
    )


def replace_once(text: str, now: str, becomes: str) -> str:
    """Raises ValueError unless `now` stands in the text exactly once."""
    if text.count(now) != 1:
        raise ValueError(f"“{now}” stands {text.count(now)} times in the text, not once.")
    return text.replace(now, becomes)
