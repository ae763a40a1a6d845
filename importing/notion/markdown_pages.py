"""A page in Notion's Markdown, as ours. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from importing.notion.callouts import call_out
from importing.notion.databases import called
from importing.notion.names import Name, id_in

_HEADING = re.compile(r"\s*# (?P<title>[^\n]*)\n?")
_PROPERTY = re.compile(
    r"(?P<name>[^\s:`*_<>#\-\[\]!|][^:\n`<>\[\]]{0,60}):[ \t](?P<value>\S[^\n]*)$"
)
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_PLAIN = re.compile(r"^([ \t>]*(?:`{3,}|~{3,}))[ \t]*plain text[ \t]*$", re.IGNORECASE)
# What a link leads to, on Notion's site or among the files.
_NUMBERED = re.compile(
    r"(?<=\]\()(?:[^\s()<>]|\([^\s()<>]{0,200}\)){0,900}?"
    r"[0-9a-fA-F]{12}(?:\.\w{2,4})?(?:[?#][^\s()<>]*)?(?=\))"
)
_BOLD = re.compile(r"(?<![*\\])\*\*(?!\*)(?P<text>(?:[^*\n]|\*(?!\*)){1,500})\*\*(?!\*)")
_BLOCK_FORMULA = re.compile(
    r"^([ \t]*)\$\$[ \t]*\n(.*?)\n[ \t]*\$\$[ \t]*$", re.DOTALL | re.MULTILINE
)
# Code in a line first, so that nothing in it is a formula.
_FORMULA = re.compile(
    r"(?P<code>(?P<ticks>`+)[^`\n].*?(?P=ticks))"
    r"|(?<![\\$\w])\$(?=[^\s$])(?P<formula>[^$\n`]*[\\^_{}=][^$\n`]*)(?<=\S)\$(?![\w$])"
)
_ICON = re.compile(r'<img src="https://www\.notion\.so/icons/[^"<\n]{0,300}"[^<>\n]{0,300}>')


@dataclass(slots=True)
class Text:
    """A page's parts. `source` is the text without its title, as it was exported; `formulas` is
    how many formulas are kept as code."""

    title: str
    source: str
    body: str
    properties: list[tuple[str, str]] = field(default_factory=list)
    formulas: int = 0


def take_apart(text: str, *, columns: Collection[str], known: Mapping[str, Name]) -> Text:
    """`columns` are those of the database that it is a row of, as `called` says: such facts stand
    at the top. `known` are pages by their number."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    heading = _HEADING.match(text)
    source = text[heading.end() :].strip("\n") if heading else text.strip("\n")
    properties, body = _properties(source, columns)
    made = Text(heading["title"].strip() if heading else "", source, "", properties)

    def changed(prose: str) -> str:
        prose = _NUMBERED.sub(lambda found: _own(found[0], known), prose)
        prose = _BOLD.sub(_close_bold, call_out(_ICON.sub("", prose)))
        prose, blocks = _BLOCK_FORMULA.subn(r"\1```latex\n\2\n\1```", prose)
        made.formulas += blocks
        return _FORMULA.sub(formula, prose)

    def formula(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        made.formulas += 1
        return f"`${found['formula']}$`"

    made.body = _outside_code(body, changed).strip("\n") + "\n"
    return made


def title_of(start: str) -> str:
    """The title in the first lines of a file; "" without one."""
    heading = _HEADING.match(start)
    return heading["title"].strip() if heading else ""


def _properties(source: str, columns: Collection[str]) -> tuple[list[tuple[str, str]], str]:
    """The lines `Name: value` at the top, up to the first that is none, if any is a fact."""
    found: list[tuple[str, str]] = []
    lines = source.split("\n")
    for line in lines:
        told = _PROPERTY.match(line)
        if not told:
            break
        found.append((told["name"], told["value"]))
    if not any(called(name) in columns for name, _ in found):
        return [], source
    return found, "\n".join(lines[len(found) :]).strip("\n")


def _close_bold(found: re.Match[str]) -> str:
    """`**so **` means nothing in Markdown: spaces go out of the strokes. Those on both sides are
    between two of them."""
    text = found["text"]
    before, after = text[: -len(text.lstrip())], text[len(text.rstrip()) :]
    if not text.strip() or bool(before) == bool(after):
        return found[0]
    return f"{before}**{text.strip()}**{after}"


def _own(address: str, known: Mapping[str, Name]) -> str:
    """By its number, since folders are called in several ways and names are cut short."""
    name = known.get(id_in(address))
    _, mark, fragment = address.partition("#")
    return f"/{quote(name.path)}{mark}{fragment}" if name else address


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Changes all but the blocks of code; a box that holds such a block is one piece to it."""
    kept: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.replace("\x00", "").split("\n"):
        mark = _FENCE.match(line)
        if not fence and not mark:
            prose.append(line)
            continue
        if not fence and mark:
            fence = mark[1]
            line = _PLAIN.sub(r"\1", line)
        elif mark and mark[1].startswith(fence) and line.strip(" \t>") == mark[1]:
            fence = ""
        kept.append(line)
        prose.append(f"\x00{len(kept) - 1}\x00")
    changed = change("\n".join(prose))
    return re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], changed)
