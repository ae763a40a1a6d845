"""Marks on a line that say what kind of paragraph it is, or the one before or after it. Pure.

Obsidian's callouts, Docsify's `!>`, the classes of kramdown and Wiki.js (`{: .warning }`,
`{.is-info}`), the switches of Outline (`+++`), and what GitBook and Hugo put on a line alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.markdown.dialect_kinds import KINDS, OURS

_CALLOUT = re.compile(
    r"^(?P<quote>[ \t]*(?:>[ \t]?){1,6})\[!(?P<kind>[\w-]{1,40})(?:\|[^\]]{0,40})?\]"
    r"(?P<fold>[+-]?)[ \t]*(?P<title>.*)$"
)
_DOCSIFY = re.compile(r"^(?P<sign>[!?])>[ \t]+(?P<text>\S.*)$")
_KRAMDOWN = re.compile(
    r"^[ \t]*\{:?[ \t]*(?:\.(?:alert|notice|callout|admonition|message)[ \t]+)?"
    r"\.(?:is-|alert-|notice--|message-|callout-|bg-)?(?P<kind>[a-z]+)(?P<titled>-title)?"
    r"[ \t]*\}[ \t]*$"
)
_NO_PARAGRAPH = re.compile(r"^[ \t]*(?:[#|*+]|-[ \t]|\d{1,9}[.)][ \t]|```|~~~|<|!\[)")
_VALUE = r"[\"']([^\"'\n]{1,500})[\"']"
_LINES = (
    (re.compile(rf"^[ \t]*\{{%[ \t]*code\b[^%\n]*\btitle={_VALUE}[^%\n]*%\}}[ \t]*$"), "**{0}**"),
    (re.compile(rf"^[ \t]*\{{%[ \t]*(?:embed|video)[ \t]+url={_VALUE}[^%\n]*%\}}[ \t]*$"), "{0}"),
    (re.compile(rf"^[ \t]*\{{%[ \t]*file[ \t]+src={_VALUE}[^%\n]*%\}}[ \t]*$"), "[{1}](<{0}>)"),
    (
        re.compile(rf"^[ \t]*\{{%[ \t]*page-ref[ \t]+page={_VALUE}[^%\n]*%\}}[ \t]*$"),
        "[{1}](<{0}>)",
    ),
)
_NAMES = (
    "tabs|stepper|step|columns|column|content-ref|code|embed|file|updates|update|tabpane|cards"
    "|cardpane|steps"
)
_NOTHING = re.compile(
    rf"^[ \t]*(?:\{{%-?[ \t]*(?:end)?(?:{_NAMES})\b[^{{}}\n]*%\}}"
    rf"|\{{\{{[<%][ \t]*/?[ \t]*(?:tabs|tabpane|cards|cardpane|steps|columns)\b[^{{}}\n]*[>%]\}}\}}"
    r"|\[\[_TOSP_\]\]|\{\.[\w-]+\}|\* TOC|\d\. TOC)[ \t]*$",
    re.IGNORECASE,
)  # fmt: skip


def made(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """What stands for the lines that begin here, and where the text goes on; None: they stay."""
    line = lines[at]
    if found := _CALLOUT.match(line):
        return _callout(found, at)
    if found := _DOCSIFY.match(line):
        end = _end_of_paragraph(lines, at)
        kind = "IMPORTANT" if found["sign"] == "!" else "TIP"
        return _quoted(kind, "", [found["text"], *lines[at + 1 : end]]), end
    for pattern, shown in _LINES:
        if found := pattern.match(line):
            name = found[1].rstrip("/").rpartition("/")[2]
            return [shown.format(found[1], name)], at + 1
    return _marked_before(lines, at)


def is_nothing(lines: Sequence[str], at: int) -> bool:
    """Whether a line says something to a program only."""
    if not _NOTHING.match(lines[at]):
        return False
    is_a_list = "TOC" in lines[at] and "[" not in lines[at]
    return not is_a_list or (at + 1 < len(lines) and lines[at + 1].strip().startswith("{:toc"))


def marked_after(out: list[str], line: str) -> bool:
    """Makes a box of the paragraph that stands last, if this line says that it is one."""
    found = _KRAMDOWN.match(line)
    if found is None or found["kind"] not in KINDS or found["titled"]:
        return False
    start = len(out)
    while start and out[start - 1].strip() and len(out) - start < 200:
        start -= 1
    paragraph = out[start:]
    if not paragraph or _NO_PARAGRAPH.match(paragraph[0]):
        return False
    out[start:] = _quoted(KINDS[found["kind"]], "", _unquoted(paragraph))
    return True


def _marked_before(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    found = _KRAMDOWN.match(lines[at])
    if found is None or found["kind"] not in KINDS or (at and lines[at - 1].strip()):
        return None
    end = _end_of_paragraph(lines, at + 1)
    paragraph = list(lines[at + 1 : end])
    if not paragraph or _NO_PARAGRAPH.match(paragraph[0]):
        return None
    text, title = _unquoted(paragraph), ""
    if found["titled"]:
        title, text = text[0].strip(), text[1:]
    while text and not text[0].strip():
        text = text[1:]
    return _quoted(KINDS[found["kind"]], title, text), end


def _callout(found: re.Match[str], at: int) -> tuple[list[str], int] | None:
    kind = found["kind"].lower()
    title = found["title"].strip()
    if kind.upper() in OURS and not found["fold"]:
        return None
    ours = kind.upper() if kind.upper() in OURS else KINDS.get(kind, "NOTE")
    if not title and ours.lower() != kind:
        title = kind.replace("-", " ").capitalize()
    return [f"{found['quote']}[!{ours}] {title}".rstrip()], at + 1


def _end_of_paragraph(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _unquoted(lines: Sequence[str]) -> list[str]:
    if not all(line.lstrip().startswith(">") for line in lines):
        return list(lines)
    return [re.sub(r"^[ \t]*>[ \t]?", "", line) for line in lines]


def _quoted(kind: str, title: str, lines: Sequence[str]) -> list[str]:
    return [f"> [!{kind}] {title}".rstrip(), *(f"> {line}".rstrip() for line in lines)]
