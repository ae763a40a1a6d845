"""How a piece of a line is marked: by Markdown's signs where they hold, else by HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from importing.html.tree import Node

# A mark is the name of an HTML element, with what only that one says after a blank.
Marks = frozenset[str]
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "del", "strike": "del",
    "del": "del", "mark": "mark", "u": "u", "ins": "ins", "small": "small", "sup": "sup",
    "sub": "sub", "kbd": "kbd", "samp": "samp", "var": "var", "q": "q", "cite": "cite",
    "dfn": "dfn", "abbr": "abbr", "acronym": "abbr", "button": "strong",
}  # fmt: skip
_SIGNS = {"strong": "**", "em": "*", "del": "~~", "mark": "=="}
_ORDER = ("strong", "em", "del", "mark", "u", "ins", "small", "q", "cite", "dfn", "abbr", "kbd",
          "samp", "var", "sup", "sub")  # fmt: skip
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_BLANK = re.compile(r"(?:[ \t]|\\\n|<br>)+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Markdown of a bit of a line; `is_blank` is not marked by itself."""

    markdown: str
    marks: Marks

    @property
    def is_blank(self) -> bool:
        return not self.markdown or _BLANK.fullmatch(self.markdown) is not None


def marks_of(node: Node, around: Marks) -> Marks:
    """How text in an element is marked."""
    marks = set(around)
    if mark := _MARKS.get(node.name):
        title = " ".join(node.attrs.get("title", "").split()) if mark == "abbr" else ""
        if mark != "abbr" or title:
            marks.add(f"{mark} {title}".rstrip())
    style = node.attrs.get("style", "")
    if style:
        _set(marks, "strong", _BOLD.search(style), ("normal", "100", "200", "300", "400"))
        _set(marks, "em", _ITALIC.search(style), ("normal",))
        if _STRUCK.search(style):
            marks.add("del")
    return frozenset(marks)


def _set(marks: set[str], mark: str, found: re.Match[str] | None, plain: tuple[str, ...]) -> None:
    if found is not None:
        (marks.discard if found[1].lower() in plain else marks.add)(mark)


def join(pieces: Sequence[Piece]) -> str:
    """The line. Blanks at the edge of what is marked stand outside of it."""
    tokens = list(_nested(_spread(pieces), _present(pieces)))
    return _written(tokens)


def _present(pieces: Iterable[Piece]) -> list[str]:
    """The marks, outermost first: those around the most."""
    found = Counter(mark for piece in pieces for mark in piece.marks)
    return sorted(
        found, key=lambda mark: (-found[mark], _ORDER.index(mark.partition(" ")[0]), mark)
    )


def _spread(pieces: Sequence[Piece]) -> list[Piece]:
    """A blank is marked as what stands on both sides of it."""
    parts = [part for piece in pieces for part in _without_blank_edges(piece)]
    following: list[Marks] = []
    after: Marks = frozenset()
    for part in reversed(parts):
        after = after if part.is_blank else part.marks
        following.append(after)
    spread: list[Piece] = []
    before: Marks = frozenset()
    for part, after in zip(parts, reversed(following), strict=True):
        before = before if part.is_blank else part.marks
        spread.append(Piece(part.markdown, before & after) if part.is_blank else part)
    return spread


def _without_blank_edges(piece: Piece) -> list[Piece]:
    text = piece.markdown
    if not piece.marks or piece.is_blank or not (text[0] == " " or text[-1] == " "):
        return [piece]
    core = text.strip(" ")
    at = text.index(core)
    parts = (text[:at], core, text[at + len(core) :])
    return [Piece(part, piece.marks) for part in parts if part]


@dataclass(eq=False, slots=True)
class _Pair:
    """A mark around something."""

    mark: str
    signs: str = ""


@dataclass(frozen=True, slots=True)
class _Edge:
    pair: _Pair
    ends: bool


_Token = str | _Edge


def _nested(pieces: Sequence[Piece], order: Sequence[str]) -> list[_Token]:
    if not order:
        return [piece.markdown for piece in pieces]
    tokens: list[_Token] = []
    for has, group in groupby(pieces, key=lambda piece: order[0] in piece.marks):
        same = list(group)
        before, same, after = _without_blanks(same) if has else ([], same, [])
        inner = _nested(same, order[1:])
        if has and same:
            pair = _Pair(order[0])
            inner = [_Edge(pair, ends=False), *inner, _Edge(pair, ends=True)]
        tokens += [*before, *inner, *after]
    return tokens


def _without_blanks(pieces: list[Piece]) -> tuple[list[str], list[Piece], list[str]]:
    """Blanks at the edges of what is marked, apart."""
    start, end = 0, len(pieces)
    while start < end and pieces[start].is_blank:
        start += 1
    while end > start and pieces[end - 1].is_blank:
        end -= 1
    before = [one.markdown for one in pieces[:start]]
    return before, pieces[start:end], [one.markdown for one in pieces[end:]]


def _written(tokens: list[_Token]) -> str:
    """Each mark gets its signs if they hold between what stands next to them."""
    edges: dict[int, list[int]] = {}
    for at, token in enumerate(tokens):
        if isinstance(token, _Edge):
            edges.setdefault(id(token.pair), []).append(at)
    # Emphasis first: beside a star it is the one that can have another sign.
    for start, end in sorted(edges.values(), key=lambda one: tokens[one[0]].pair.mark != "em"):  # type: ignore[union-attr]
        pair = tokens[start].pair  # type: ignore[union-attr]
        pair.signs = _signs(pair.mark, tokens, start, end)
    return "".join(
        token if isinstance(token, str) else _edge(token.pair, ends=token.ends) for token in tokens
    )


def _signs(mark: str, tokens: list[_Token], start: int, end: int) -> str:
    signs = _SIGNS.get(mark, "")
    before, after = _next(tokens, start, -1), _next(tokens, end, 1)
    first, last = _next(tokens, start, 1), _next(tokens, end, -1)
    if not signs or any(one.isspace() for one in (first, last)):
        return ""
    if not (_may_stand(before, first) and _may_stand(after, last)):
        return ""
    if mark == "em":
        if "*" not in (before, after, first, last):
            return "*"
        around = (before, after)
        return (
            ""
            if any(one.isalnum() or one == "_" for one in around) or "_" in (first, last)
            else "_"
        )
    if mark == "strong":
        return "" if "*" in (before, after, first, last) else "**"
    if any(one.isalnum() or (one in "~=" and one) for one in (before, after)):
        return ""
    return "" if signs[0] in (first, last) else signs


def _may_stand(outside: str, inside: str) -> bool:
    """As in CommonMark: a sign between a letter outside and none inside marks nothing."""
    return inside.isalnum() or not outside.isalnum()


def _next(tokens: list[_Token], at: int, step: int) -> str:
    """The sign that stands beside a place; "" at the edge of the line, "*" for what may be one."""
    at += step
    while 0 <= at < len(tokens):
        token = tokens[at]
        if isinstance(token, _Edge):
            return _known(token.pair)
        if token:
            return token[0] if step > 0 else token[-1]
        at += step
    return ""


def _known(pair: _Pair) -> str:
    """What is not decided yet may be a star."""
    if pair.signs:
        return pair.signs[0]
    return _SIGNS.get(pair.mark, "<")[0]


def _edge(pair: _Pair, *, ends: bool) -> str:
    if pair.signs:
        return pair.signs
    name, _, title = pair.mark.partition(" ")
    if ends:
        return f"</{name}>"
    return f'<{name} title="{escape(title)}">' if title else f"<{name}>"
