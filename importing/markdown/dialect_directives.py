"""Directives of MyST and Sphinx, between fences or colons. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.markdown.dialect_kinds import BARE, FOLDED, KINDS, SAME, TABS
from importing.markdown.dialect_shapes import Box, Settle, drawn, first, trimmed

_FENCED = re.compile(
    r"^(?P<indent>[ \t]*)(?P<sign>`{3,}|~{3,})\{(?P<myst>[a-z][a-z-]*)\}[ \t]*(?P<rest>.*)$"
)
_OPTION = re.compile(r"^[ \t]*:([\w-]+):[ \t]*(.*)$")


def fenced(lines: Sequence[str], at: int, settle: Settle) -> tuple[list[str], int] | None:
    """The same for a box between fences, as MyST has them; other fences are code."""
    found = _FENCED.match(lines[at])
    if found is None:
        return None
    end = first(lines, at + 1, lambda one: one.strip() == found["sign"])
    if end is None:
        return None
    inner = [one.removeprefix(found["indent"]) for one in lines[at + 1 : end]]
    made = directive(found["myst"], found["rest"].strip(), inner, settle)
    return made and ([f"{found['indent']}{one}".rstrip() for one in made], end + 1)


def directive(name: str, rest: str, lines: list[str], settle: Settle) -> list[str] | None:
    """What stands for a directive of MyST; None for one that stays code."""
    options: dict[str, str] = {}
    while lines and (option := _OPTION.match(lines[0])):
        options[option[1]] = option[2]
        lines = lines[1:]
    if name in ("code-block", "code", "sourcecode", "code-cell"):
        return [f"```{rest}", *lines, "```"]
    if name in ("image", "figure"):
        words = " ".join(trimmed(lines))
        alt = options.get("alt", "") or words
        return [f"![{alt}](<{rest}>)", *(["", f"*{words}*"] if words else [])]
    if name == "toctree":
        return [_entry(line) for line in lines if line.strip() and "*" not in line]
    kind = SAME.get(name, name)
    if name == "admonition":
        kind = next((one for one in options.get("class", "").split() if one in KINDS), "note")
    if "dropdown" in options.get("class", "").split():
        kind = FOLDED
    if kind not in (*KINDS, FOLDED, TABS, BARE):
        return None
    title = rest if kind != BARE else ""
    return drawn(Box(kind, title, lines, 0), trimmed(settle(lines)))


def _entry(line: str) -> str:
    named = re.match(r"^[ \t]*(.*?)[ \t]*<([^<>]+)>[ \t]*$", line)
    label, path = (named[1], named[2]) if named else ("", line.strip())
    is_file = "://" in path or path.endswith((".md", ".html"))
    return f"- [{label}](<{path if is_file else path + '.md'}>)"
