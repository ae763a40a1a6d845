"""What a box of another wiki becomes here. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import dedent

from importing.markdown.dialect_kinds import BARE, CODE, FOLDED, KINDS, TABS

Settle = Callable[[list[str]], list[str]]
MOST_LINES = 1000  # in one box


@dataclass(slots=True)
class Box:
    kind: str
    title: str
    inner: list[str]
    end: int
    indent: str = ""
    language: str = ""


def drawn(found: Box, text: list[str]) -> list[str]:
    if found.kind == BARE:
        return text
    if found.kind == CODE:
        return [f"**{found.title}**", "", f"```{found.language}", *text, "```"]
    if found.kind == TABS:
        return [f"**{found.title}**", "", *text] if found.title else text
    if found.kind == FOLDED:
        return folded(found.title, text)
    head = f"> [!{KINDS.get(found.kind, 'NOTE')}] {found.title}".rstrip()
    return [head, *(f"> {one}".rstrip() for one in text)]


def folded(title: str, text: list[str]) -> list[str]:
    plain = (title or "More").replace("&", "&amp;").replace("<", "&lt;")
    return ["<details>", f"<summary>{plain}</summary>", "", *text, "", "</details>"]


def dedented(lines: Sequence[str]) -> list[str]:
    """Elements may be set in; what is in them is no code for that."""
    return dedent("\n".join(lines)).split("\n")


def trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def first(lines: Sequence[str], start: int, is_it: Callable[[str], bool]) -> int | None:
    """Where the first such line is, if it is not too far away."""
    return next(
        (at for at in range(start, min(len(lines), start + MOST_LINES)) if is_it(lines[at])), None
    )
