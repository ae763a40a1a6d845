"""Boxes that site generators draw: notes, parts that open, tabs. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.markdown.dialect_directives import directive
from importing.markdown.dialect_kinds import BARE, CODE, FOLDED, KINDS, SAME, TABS
from importing.markdown.dialect_shapes import MOST_LINES, Box, Settle, drawn, first, trimmed
from importing.markdown.dialect_tags import in_elements, in_tags

_COLONS = re.compile(
    r"^(?P<indent>[ \t]*)(?P<sign>:{3,})[ \t]*(?:\{(?P<myst>[a-z][a-z-]*)\}|(?P<kind>[a-z][a-z-]*))"
    r"(?:[ \t]*\[(?P<title>[^\]]*)\]|[ \t]+(?P<rest>[^{\s][^{]*?))?[ \t]*(?:\{.*\})?$"
)
_MARKS = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?P<sign>!!!|\?\?\?\+?)[ \t]+(?P<kind>[a-z]+)(?:[ \t]+[a-z][a-z -]*)?"
    r"|===[+!]?)(?:[ \t]+\"(?P<title>.*)\")?[ \t]*$"
)
_SWITCH = re.compile(r"^\+\+\+[ \t]+(\S.*)$")


def box(lines: Sequence[str], at: int, settle: Settle) -> tuple[list[str], int] | None:
    """The lines of the box that begins here, as this wiki writes it, and where the text goes on.

    None where none begins, or none ends. `settle` does the same to what is in it.
    """
    if not lines[at].strip():
        return None
    found = (
        _between_colons(lines, at)
        or _indented(lines, at)
        or in_tags(lines, at)
        or in_elements(lines, at)
        or _switched(lines, at)
    )
    if found is None:
        return None
    inner = [one.removeprefix(found.indent) for one in found.inner]
    made = drawn(found, inner if found.kind == CODE else trimmed(settle(inner)))
    return [f"{found.indent}{one}".rstrip() for one in made], found.end


def _between_colons(lines: Sequence[str], at: int) -> Box | None:
    found = _COLONS.match(lines[at])
    if found is None:
        return None
    name = found["myst"] or found["kind"]
    if name not in (*KINDS, *SAME, "mermaid", "figure", "image"):
        return None
    end = first(lines, at + 1, lambda one: one.strip() == found["sign"])
    if end is None:
        return None
    title = found["title"] or found["rest"] or ""
    inner = list(lines[at + 1 : end])
    if name == "mermaid":
        return Box(BARE, "", ["```mermaid", *inner, "```"], end + 1, found["indent"])
    if found["myst"]:
        made = directive(name, title, inner, lambda one: one)
        return None if made is None else Box(BARE, "", made, end + 1, found["indent"])
    kind = SAME.get(name, name)
    if name == "code-group":
        inner = [_labelled(one) for one in inner]
        inner = [part for one in inner for part in one.split("\n")]
    return Box(kind, "" if kind == BARE else title, inner, end + 1, found["indent"])


def _labelled(line: str) -> str:
    """VitePress: ```sh [npm]."""
    found = re.match(r"^([ \t]*)(`{3,})([\w+#-]*)[ \t]+\[([^\]]+)\][ \t]*$", line)
    return f"{found[1]}**{found[4]}**\n\n{found[1]}{found[2]}{found[3]}" if found else line


def _indented(lines: Sequence[str], at: int) -> Box | None:
    found = _MARKS.match(lines[at])
    if found is None or (found["kind"] or "note") not in KINDS:
        return None
    if not found["sign"] and not found["title"]:
        return None
    width = len(found["indent"].expandtabs(4)) + 4
    wide = [one.expandtabs(4) for one in lines[at + 1 : at + MOST_LINES]]
    end = first(wide, 0, lambda one: bool(one.strip()) and not one.startswith(" " * width))
    inner = [one[width:] for one in wide[:end]]
    while inner and not inner[-1].strip():
        inner.pop()
    kind, title = found["kind"], found["title"] or ""
    if (found["sign"] or "").startswith("?"):
        kind, title = FOLDED, title or kind.title()
    inner = [found["indent"] + one for one in inner]
    return Box(kind or TABS, title, inner, at + 1 + len(inner), found["indent"])


def _switched(lines: Sequence[str], at: int) -> Box | None:
    """Outline's `+++ Title` to `+++`."""
    found = _SWITCH.match(lines[at])
    if found is None:
        return None
    end = first(lines, at + 1, lambda one: one.strip() == "+++")
    return end and Box(FOLDED, found[1], list(lines[at + 1 : end]), end + 1)
