"""What stands in a line: text, marks, links, pictures, code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importing.html.bits import UNSEEN, Bit, parted, tidy, without_edges
from importing.html.escaping import escape, escape_line
from importing.html.formats import Marks, Piece, join, marks_of
from importing.html.media import frame, media, picture
from importing.html.shapes import Work
from importing.html.touching import fenced_address, fenced_in, says_itself, stands_free
from importing.html.tree import Node
from importing.markup import FOLLOWED, is_followed, scheme_of

_NONE: Marks = frozenset()
_CODE = frozenset({"code", "tt"})
BREAK = "\\\n"


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line stands. `stop` is how a line break is written there."""

    stop: str = BREAK
    in_link: bool = False
    in_cell: bool = False


def paragraphs(nodes: Iterable[Node | str], work: Work, marks: Marks = _NONE) -> list[str]:
    """A run of lines as paragraphs: two breaks part them."""
    bits = tidy(_bits(nodes, work, Line(), marks))
    found: list[str] = []
    for part in parted(bits):
        text = _joined(part, Line())
        if text:
            lines = (escape_line(line.lstrip(" ")) for line in text.split("\n"))
            found.append("\n".join(lines))
    return found


def line(nodes: Iterable[Node | str], work: Work, where: Line, marks: Marks = _NONE) -> str:
    """All of it as one line."""
    return _joined(tidy(_bits(nodes, work, where, marks)), where)


def _bits(
    nodes: Iterable[Node | str], work: Work, where: Line, marks: Marks, in_code: bool = False
) -> list[Bit]:
    bits: list[Bit] = []
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                work.meet_text()
            bits.append(Bit("code" if in_code else "text", node.translate(UNSEEN), marks))
        else:
            bits += _element(node, work, where, marks, in_code)
    return bits


def _element(node: Node, work: Work, where: Line, marks: Marks, in_code: bool) -> list[Bit]:
    work.meet_anchor(node.attrs.get("id", ""))
    match node.name:
        case "br":
            return [Bit("break", "", marks)]
        case "emoji":
            return [Bit("text", node.attrs["sign"], marks)]
        case "img":
            return [Bit("done", _shown(node, work), marks)]
        case "frame" | "media":  # never grown together with a word
            blank = Bit("text", " ", marks)
            return [blank, Bit("done", _shown(node, work), marks), blank]
        case "input":
            return [Bit("text", "☑ " if "checked" in node.attrs else "☐ ", marks)]
        case "a":
            return _link(node, work, where, marks, in_code)
        case "cell-list":
            return _cell_list(node, work, where, marks)
    inner = _bits(node.children, work, where, marks_of(node, marks), in_code or node.name in _CODE)
    if node.is_block:  # where no block can stand
        return [Bit("break", "", marks), *inner, Bit("break", "", marks)]
    return inner


def _cell_list(node: Node, work: Work, where: Line, marks: Marks) -> list[Bit]:
    """A list that stands in a cell of a table is HTML: Markdown has one line for all of it."""
    kind = node.attrs["kind"]
    done = [Bit("done", f"<{kind}>", _NONE)]
    for item in node.elements():
        inner = tidy(_bits(item.children, work, where, marks))
        text = _joined(
            [bit for part in parted(inner) for bit in [*part, Bit("break", "", marks)]], where
        )
        if text:
            done.append(Bit("done", f"<li>{text}</li>", _NONE))
    return [*done, Bit("done", f"</{kind}>", _NONE)] if len(done) > 1 else []


def _shown(node: Node, work: Work) -> str:
    work.meet_text()
    if node.name == "img":
        return picture(node, work)
    return (frame if node.name == "frame" else media)(node, work, alone=False)


def _link(node: Node, work: Work, where: Line, marks: Marks, in_code: bool) -> list[Bit]:
    work.meet_anchor(node.attrs.get("name", ""))
    href = node.attrs.get("href", "").strip()
    if where.in_link or not is_followed(href):
        if href and not where.in_link:
            return _not_followed(node, href, work, where, marks, in_code)
        return _bits(node.children, work, where, marks, in_code)
    inside = replace(where, in_link=True, stop=" ")
    bits = _bits(node.children, work, inside, _NONE, in_code)
    label = _joined(tidy(bits), inside)
    if not label:
        return bits
    around = [Bit("text", " " if edge.isspace() else "", marks) for edge in _edges(bits)]
    address = says_itself(node, href)
    if address and not (where.in_cell and "|" in address):
        return [around[0], Bit("address", address, marks), around[1]]
    return [around[0], Bit("done", _written_link(label, href, node, work), marks), around[1]]


def _edges(bits: Sequence[Bit]) -> tuple[str, str]:
    """The first and the last sign; a break is a blank."""
    first, last = bits[0], bits[-1]
    return (
        " " if first.kind == "break" else first.text[:1],
        " " if last.kind == "break" else last.text[-1:],
    )


def _written_link(label: str, href: str, node: Node, work: Work) -> str:
    said = " ".join(node.text().split())
    title = " ".join(node.attrs.get("title", "").split())
    if not title or title == said:
        return f"[{label}]({work.address(href)})"
    return f'[{label}]({work.address(href)} "{title_text(title)}")'


def title_text(title: str) -> str:
    """A title as it stands between quotes behind an address."""
    return title.replace("&", "&amp;").replace('"', "&quot;").replace("\\", "\\\\")


def _not_followed(
    node: Node, href: str, work: Work, where: Line, marks: Marks, in_code: bool
) -> list[Bit]:
    """The wiki links to some kinds of addresses only; the others are shown as they are."""
    scheme = scheme_of(href)
    inner = _bits(node.children, work, where, marks, in_code)
    if scheme in ("javascript", "vbscript", "data", "about", "blob") or scheme in FOLLOWED:
        work.tell("link to a program (its words are kept)")
        return inner
    work.tell(f"link to a {scheme}: address, which is written beside its words")
    if not "".join(bit.text for bit in inner).strip() or "`" in href:
        return inner
    return [*inner, Bit("text", " (", marks), Bit("code", href, marks), Bit("text", ")", marks)]


def _joined(bits: Sequence[Bit], where: Line) -> str:
    bits = without_edges(bits)
    whole = "".join(bit.text if bit.kind == "text" else " " for bit in bits)
    pieces = [Piece(_markdown(bit, whole, where), bit.marks) for bit in bits]
    for at, bit in enumerate(bits):
        if bit.kind == "address" and not stands_free(
            bit, bits[at - 1] if at else None, bits[at + 1 :]
        ):
            pieces[at] = Piece(fenced_address(bit.text), bit.marks)
    for at, piece in enumerate(pieces[1:], 1):
        before = pieces[at - 1]
        if bits[at].kind == "done" and piece.markdown[:1] == "[" and before.markdown[-1:] == "!":
            pieces[at - 1] = Piece(before.markdown[:-1] + "\\!", before.marks)
    if where.in_link:
        return join(pieces)
    return join([
        fenced_in(piece, bits[at], bits[max(0, at - 1) : at], bits[at + 1 : at + 2])
        for at, piece in enumerate(pieces)
    ])  # fmt: skip


def _markdown(bit: Bit, whole: str, where: Line) -> str:
    if bit.kind == "break":
        return where.stop
    if bit.kind == "text":
        text = escape(bit.text, whole=whole, brackets=where.in_link)
        return text.replace("|", "\\|") if where.in_cell else text
    if bit.kind == "code":
        return code_span(bit.text, where)
    return bit.text


def code_span(text: str, where: Line = Line()) -> str:
    """Code in a line, blanks outside of its signs."""
    core = text.strip(" ")
    if not core:
        return text
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", core)), default=0))
    if core[0] == "`" or core[-1] == "`":
        core = f" {core} "
    if where.in_cell:
        core = core.replace("|", "\\|")
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before}{ticks}{core}{ticks}{after}"
