"""What changed between two runs of tokens: words first, then how they are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from processes.text.matching import GAP_LIMIT, opcodes
from processes.text.page_diff.model import Piece, Token

# Of both runs together; above it, all of it counts as replaced.
TOKEN_LIMIT = 60_000


def pieces_of(old: Sequence[Token], new: Sequence[Token]) -> list[Piece]:
    """The pieces of a changed run, what was removed before what was added."""
    if len(old) + len(new) > TOKEN_LIMIT or _is_monotonous(old, new):
        return list(_replaced(old, new))
    return list(_merge(old, new))


def _is_monotonous(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Few words that repeat so often that comparing them takes long and says nothing."""
    small = len({token.text for token in (*old, *new)}) * 8 < len(old) + len(new)
    return small and len(old) * len(new) > GAP_LIMIT // 8


def _merge(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Piece]:
    """Yield pieces; what is the same between two changes counts only if it holds a word."""
    removed: list[Token] = []
    added: list[Token] = []
    codes = opcodes([_key(t) for t in old], [_key(t) for t in new], str.isspace)
    for index, (tag, i1, i2, j1, j2) in enumerate(codes):
        at_an_end = index in (0, len(codes) - 1)
        if tag == "equal" and (at_an_end or any(t.text.isalnum() for t in old[i1:i2])):
            yield from _replaced(removed, added)
            yield from _restyled(old[i1:i2], new[j1:j2])
            removed, added = [], []
        else:
            removed += old[i1:i2]
            added += new[j1:j2]
    yield from _replaced(removed, added)


def _key(token: Token) -> str:
    return token.text if token.image is None else f"\0{dict(token.image.attributes).get('src')}"


def _replaced(removed: Sequence[Token], added: Sequence[Token]) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", tuple(removed))
    if added:
        yield Piece("added", tuple(added))


def _restyled(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Piece]:
    """Yield the same words as same, or as restyled where their marks differ."""
    for change, run in groupby(zip(old, new, strict=True), _restyling):
        was, now = zip(*run, strict=True)
        yield Piece("restyled", now, was) if change else Piece("same", now)


def _restyling(pair: tuple[Token, Token]) -> tuple[object, ...]:
    was, now = pair
    return () if was == now else (was.marks, now.marks, was.image, now.image)
