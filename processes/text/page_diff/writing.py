"""The comparison as HTML. Everything in it is escaped here; the attributes come cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from processes.text.page_diff.comparing import Row, cells_of
from processes.text.page_diff.model import BREAK, Block, BlockKind, Mark, Piece, Token
from processes.text.page_diff.pieces import pieces_of
from processes.text.page_diff.remarks import remarks_on

TAGS = {"removed": "del", "added": "ins", "restyled": "span"}
SAID = {
    "changed": "Changed",
    "removed": "Removed",
    "added": "Added",
    "moved-away": "Moved from here",
    "moved-here": "Moved here",
}
CAPTIONS = {"removed": "Before", "added": "Now"}
SIDES = {"removed": "removed", "added": "added", "moved-away": "removed", "moved-here": "added"}


def write_rows(rows: Iterable[Row]) -> str:
    """The blocks one below the other, rows of one table in a table."""
    return "".join(
        _table(list(run)) if table else "".join(_block(row) for row in run)
        for table, run in groupby(rows, _table_of)
    )


def _table_of(row: Row) -> str:
    block = _shown(row)
    return next((n for n in block.place.around if n.startswith("table-")), "")


def _shown(row: Row) -> Block:
    block = row.new or row.old
    if block is None:
        raise ValueError("A row has an old block or a new one.")
    return block


def _table(rows: list[Row]) -> str:
    inner = "".join(_table_row(row) for row in rows)
    return f'<div class="table-scroll"><table class="d-table"><tbody>{inner}</tbody></table></div>'


def _table_row(row: Row) -> str:
    block = _shown(row)
    if block.kind != "row":
        return f"<tr><td>{_block(row)}</td></tr>"
    tag = "th" if block.level else "td"
    cells = "".join(f"<{tag}>{html}</{tag}>" for html in _cells(row))
    said = "" if row.kind == "same" else f'<span class="visually-hidden">{SAID[row.kind]}: </span>'
    return f'<tr class="d-{row.kind}">{cells.replace(">", ">" + said, 1)}</tr>'


def _cells(row: Row) -> Iterator[str]:
    if row.kind in ("changed", "moved-here") and row.old and row.new:
        for old, new in cells_of(row):
            yield _write_pieces(pieces_of(old, new))
    else:
        side = SIDES.get(row.kind, "")
        yield from (_wrapped(side, _write(cell)) for cell in _shown(row).cells)


def _block(row: Row) -> str:
    block = _shown(row)
    names = [f"d-block d-{block.kind} d-{row.kind}", *_place_classes(block)]
    sign = f'<span class="d-sign">{escape(block.place.sign)}</span>' if block.place.sign else ""
    html, remarks = _text(row)
    listed = "".join(f"<li>{escape(remark)}</li>" for remark in remarks)
    notes = f'<ul class="d-remarks">{listed}</ul>' if listed else ""
    said = f'<span class="d-said">{_said(row)}</span>' if row.kind != "same" else ""
    return (
        f'<div class="{" ".join(names)}">{said}{sign}<div class="d-text">{html}</div>{notes}</div>'
    )


def _place_classes(block: Block) -> Iterator[str]:
    if block.level:
        yield f"d-level-{min(block.level, 6)}"
    if block.place.depth:
        yield f"d-depth-{min(block.place.depth, 6)}"
    yield from (f"d-in-{name}" for name in block.place.around if name != "list")


def _said(row: Row) -> str:
    return f"{SAID[row.kind]} ({row.move})" if row.move else SAID[row.kind]


def _text(row: Row) -> tuple[str, list[str]]:
    """The inside of a block, and what is to be said about it."""
    if row.kind in ("changed", "moved-here") and row.old and row.new:
        pairs = [pieces_of(old, new) for old, new in cells_of(row)]
        pieces = [piece for cell in pairs for piece in cell]
        html = " ".join(_write_pieces(cell, row.new.kind) for cell in pairs)
        return html, remarks_on(row.old, row.new, pieces)
    block = _shown(row)
    html = " ".join(_write(cell) for cell in block.cells)
    side = SIDES.get(row.kind, "")
    return _wrapped(side, html + _caption(side, block.cells[0], block.kind)), []


def _wrapped(side: str, html: str) -> str:
    tag = TAGS[side] if side else ""
    return f'<{tag} class="d-{side}">{html}</{tag}>' if tag and html else html


def _write_pieces(pieces: Sequence[Piece], kind: BlockKind = "paragraph") -> str:
    return "".join(
        _wrapped(
            "" if piece.kind == "same" else piece.kind,
            _write(piece.tokens) + _caption(piece.kind, piece.tokens, kind),
        )
        for piece in pieces
    )


def _caption(side: str, tokens: Sequence[Token], kind: BlockKind) -> str:
    """What is said under a picture that came or went: which one it is, and its description."""
    if kind != "image" or side not in CAPTIONS or not any(token.image for token in tokens):
        return ""
    said = ": ".join(filter(None, [CAPTIONS[side], " ".join(t.text for t in tokens if t.image)]))
    return f'<span class="d-caption">{escape(said)}</span>'


def _write(tokens: Iterable[Token]) -> str:
    out: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    for token in tokens:
        out.append(_step(open_marks, token.marks))
        open_marks = token.marks
        out.append(_content(token))
    out.append(_step(open_marks, ()))
    return "".join(out)


def _step(now: tuple[Mark, ...], then: tuple[Mark, ...]) -> str:
    """Close the marks that end here and open those that begin."""
    shorter = min(len(now), len(then))
    kept = next((i for i in range(shorter) if now[i] != then[i]), shorter)
    closing = "".join(f"</{mark.tag}>" for mark in reversed(now[kept:]))
    return closing + "".join(f"<{mark.tag}{_attributes(mark)}>" for mark in then[kept:])


def _content(token: Token) -> str:
    if token.image:
        return f'<img{_attributes(token.image)} loading="lazy">'
    return "<br>" if token.text == BREAK else escape(token.text, quote=False)


def _attributes(mark: Mark) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in mark.attributes)
