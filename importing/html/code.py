"""Blocks of code, with the language that they are in."""

from __future__ import annotations

import itertools
import re

from importing.html.shapes import Work
from importing.html.tree import Node

_TICKS = re.compile(r"^[ \t>]*(`{3,})", re.MULTILINE)
_RUNS = re.compile(r"`{3,}")
_NAMED = re.compile(
    r"(?:language|lang|highlight-source|brush|highlight|sourceCode)[-:]\s*([\w#+.-]+)",
    re.IGNORECASE,
)
_BRUSH = re.compile(r"brush\s*:\s*([\w#+.-]+)", re.IGNORECASE)
_AFTER = {"sourcecode", "highlight", "codehilite", "prettyprint", "code", "prism", "hljs"}
_NO_LANGUAGE = {
    "", "code", "plain", "text", "plaintext", "none", "nohighlight", "wp-block-code", "linenums",
    "line-numbers", "hljs", "prettyprinted", "default", "wrap", "numberlines", "sourcecode",
}  # fmt: skip
_OTHER_NAMES = {"jscript": "javascript", "js": "javascript", "py": "python", "ps": "powershell",
                "c#": "csharp", "vb": "vbnet", "shell-session": "console"}  # fmt: skip
_WORD = re.compile(r"[a-z][a-z0-9+#.-]{0,20}")


def fenced(node: Node, work: Work, around: str = "") -> str:
    """The block between fences that nothing in it can close; "" for an empty one."""
    work.meet_text()
    code = text_of(node)
    if not code.strip():
        return ""
    ticks = "`" * max(3, 1 + max(map(len, _RUNS.findall(code)), default=0))
    return f"{ticks}{language_of(node, around)}\n{code}\n{ticks}"


def text_of(node: Node) -> str:
    """Its letters, blanks and all; empty lines at the edges are none."""
    code = node.text().replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    lines = [line.rstrip() for line in code.split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


def language_of(node: Node, around: str = "") -> str:
    """As classes and attributes of all usual highlighters tell it; "" where none does."""
    inside = list(node.elements())
    nodes = [node, *(inside if len(inside) == 1 else ())]
    for one in nodes:
        for name in ("data-lang", "data-language", "data-enlighter-language", "lang"):
            told = "" if name == "lang" and one.name != "pre" else one.attrs.get(name, "")
            if named := _name(told):
                return named
    classes = " ".join([*(one.attrs.get("class", "") for one in nodes), around])
    params = " ".join(one.attrs.get("data-syntaxhighlighter-params", "") for one in nodes)
    found = _BRUSH.search(f"{params} {classes}") or _NAMED.search(classes)
    if found:
        return _name(found[1])
    words = classes.lower().split()
    return next((_name(after) for word, after in itertools.pairwise(words) if word in _AFTER), "")


def _name(told: str) -> str:
    told = told.strip().lower().strip(";")
    told = _OTHER_NAMES.get(told, told)
    return told if told not in _NO_LANGUAGE and _WORD.fullmatch(told) else ""
