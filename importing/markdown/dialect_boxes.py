"""Boxes that site generators draw: notes, parts that open, tabs. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import dedent

Settle = Callable[[list[str]], list[str]]

KINDS = {
    **dict.fromkeys("tip hint success check done".split(), "TIP"),
    **dict.fromkeys("important attention".split(), "IMPORTANT"),
    **dict.fromkeys("warning caution yellow".split(), "WARNING"),
    **dict.fromkeys("danger error failure fail bug red".split(), "CAUTION"),
    **dict.fromkeys("note info abstract summary example quote question faq help todo seealso"
                    " primary secondary blue".split(), "NOTE"),
}  # fmt: skip
_MOST_LINES = 1000  # in one box
_FOLDED, _TABS = "details", "tab"
_COLONS = re.compile(
    r"^(?P<indent>[ \t]*)(?P<sign>:{3,})[ \t]*(?P<kind>[a-z]+)"
    r"(?:[ \t]*\[(?P<title>[^\]]*)\]|[ \t]+(?P<rest>[^{\s][^{]*?))?[ \t]*(?:\{.*\})?$"
)
_MARKS = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?P<sign>!!!|\?\?\?\+?)[ \t]+(?P<kind>[a-z]+)(?:[ \t]+[a-z][a-z -]*)?"
    r"|===[+!]?)(?:[ \t]+\"(?P<title>.*)\")?[ \t]*$"
)
_NAMES = "alert|hint|notice|callout|admonition|note|tip|info|warning"
_SHORTCODE = re.compile(rf"^[ \t]*\{{\{{[<%][ \t]*({_NAMES})\b([^{{}}]*)[>%]\}}\}}[ \t]*$")
_ELEMENT = re.compile(r"^[ \t]*<Admonition\b([^<>]*)>(?:(.*)</Admonition>)?[ \t]*$")
_TAB = re.compile(r"^[ \t]*<TabItem\b[^>]*\blabel=\"([^\"<>]+)\"[^>]*>[ \t]*$")
_SETTING = re.compile(r"(\w+)[ \t]*=[ \t]*\"([^\"]*)\"")


@dataclass(slots=True)
class _Box:
    kind: str
    title: str
    inner: list[str]
    end: int
    indent: str = ""


def box(lines: Sequence[str], at: int, settle: Settle) -> tuple[list[str], int] | None:
    """The lines of the box that begins here, as this wiki writes it, and where the text goes on.

    None where none begins, or none ends. `settle` does the same to what is in it.
    """
    line = lines[at]
    found = _between_colons(lines, at) or _indented(lines, at) or _in_tags(lines, at)
    if found is None or not line.strip():
        return None
    text = _trimmed(settle([one.removeprefix(found.indent) for one in found.inner]))
    if found.kind == _TABS:
        made = [f"**{found.title}**", "", *text]
    elif found.kind == _FOLDED:
        made = _folded(found.title, text)
    else:
        head = f"> [!{KINDS.get(found.kind, 'NOTE')}] {found.title}".rstrip()
        made = [head, *(f"> {one}".rstrip() for one in text)]
    return [f"{found.indent}{one}".rstrip() for one in made], found.end


def _between_colons(lines: Sequence[str], at: int) -> _Box | None:
    found = _COLONS.match(lines[at])
    if found is None or found["kind"] not in (*KINDS, _FOLDED):
        return None
    end = first(lines, at + 1, lambda one: one.strip() == found["sign"])
    title = found["title"] or found["rest"] or ""
    inner = list(lines[at + 1 : end])
    return end and _Box(found["kind"], title, inner, end + 1, found["indent"])


def _indented(lines: Sequence[str], at: int) -> _Box | None:
    found = _MARKS.match(lines[at])
    if found is None or (found["kind"] or "note") not in KINDS:
        return None
    if not found["sign"] and not found["title"]:
        return None
    width = len(found["indent"].expandtabs(4)) + 4
    wide = [one.expandtabs(4) for one in lines[at + 1 : at + _MOST_LINES]]
    end = first(wide, 0, lambda one: bool(one.strip()) and not one.startswith(" " * width))
    inner = [one[width:] for one in wide[:end]]
    while inner and not inner[-1].strip():
        inner.pop()
    kind, title = found["kind"], found["title"] or ""
    if (found["sign"] or "").startswith("?"):
        kind, title = _FOLDED, title or kind.title()
    inner = [found["indent"] + one for one in inner]
    return _Box(kind or _TABS, title, inner, at + 1 + len(inner), found["indent"])


def _in_tags(lines: Sequence[str], at: int) -> _Box | None:
    if found := _SHORTCODE.match(lines[at]):
        ended = re.compile(rf"^[ \t]*\{{\{{[<%][ \t]*/{found[1]}[ \t]*[>%]\}}\}}[ \t]*$")
        kind, title = _settings(found[1], found[2])
    elif found := _ELEMENT.match(lines[at]):
        kind, title = _settings("note", found[1])
        if found[2] is not None:
            return _Box(kind, title, [found[2]], at + 1)
        ended = re.compile(r"^[ \t]*</Admonition>[ \t]*$")
    elif found := _TAB.match(lines[at]):
        kind, title = _TABS, found[1]
        ended = re.compile(r"^[ \t]*</TabItem>[ \t]*$")
    else:
        return None
    end = first(lines, at + 1, lambda one: ended.match(one) is not None)
    return end and _Box(kind, title, _dedented(lines[at + 1 : end]), end + 1)


def _settings(name: str, told: str) -> tuple[str, str]:
    """Which kind of box, and its title, of `title="…" color="…"` or `tip "…"`."""
    named = dict(_SETTING.findall(told))
    words = [
        one or other for one, other in re.findall(r'"([^"]*)"|([a-z]+)', _SETTING.sub("", told))
    ]
    asked = [named.get("color", ""), named.get("type", ""), *words[:1], name]
    kind = next((one for one in asked if one in KINDS), "note")
    title = named.get("title", "") or next((one for one in words if one not in KINDS), "")
    return kind, title


def _dedented(lines: Sequence[str]) -> list[str]:
    """Elements may be set in; what is in them is no code for that."""
    return dedent("\n".join(lines)).split("\n")


def _folded(title: str, text: list[str]) -> list[str]:
    plain = (title or "More").replace("&", "&amp;").replace("<", "&lt;")
    return ["<details>", f"<summary>{plain}</summary>", "", *text, "", "</details>"]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def first(lines: Sequence[str], start: int, is_it: Callable[[str], bool]) -> int | None:
    """Where the first such line is, if it is not too far away."""
    return next(
        (at for at in range(start, min(len(lines), start + _MOST_LINES)) if is_it(lines[at])), None
    )
