"""Addresses that stand in a line as they are, beside words that are none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.html.bits import Bit
from importing.html.formats import Piece
from importing.html.tree import Node
from processes.text.rendering.sanitizing import BARE_URL

_BEHIND = re.compile(r"[.,;:!?)]*(?:\s|$)")  # what may follow an address without being part of it
# Marks whose signs an address would take with it.
_SIGNED = frozenset({"mark", "del"})
# In these the wiki takes no address for a link by itself.
_VERBATIM = frozenset({"kbd", "samp", "var"})


def says_itself(node: Node, href: str) -> str:
    """What of itself becomes a link, where a link says nothing but where it leads."""
    said = " ".join(node.text().split())
    is_mail = href == f"mailto:{said}"
    is_own = is_mail or (said == href and BARE_URL.fullmatch(said) is not None)
    return said if is_own and not node.has_pictures() else ""


def stands_free(bit: Bit, before: Bit | None, after: Sequence[Bit]) -> bool:
    """Whether the wiki would take an address as it is, and no more than it."""
    ahead = before.text[-1:] if before is not None and before.kind == "text" else ""
    behind = after[0].text if after and after[0].kind in ("text", "address") else ""
    return (
        not bit.marks & (_SIGNED | _VERBATIM)
        and not _goes_on(ahead)
        and _BEHIND.match(behind) is not None
    )


def _goes_on(sign: str) -> bool:
    """Whether a sign in front of an address would be taken for a part of it."""
    return sign.isalnum() or (sign != "" and sign in "_@./-+=&%#~")


def fenced_address(address: str) -> str:
    if address.startswith(("http://", "https://")):
        return f"<{address}>"
    return f"[{address}]({'mailto:' if '@' in address else 'http://'}{address})"


def fenced_in(piece: Piece, bit: Bit, before: Sequence[Bit], after: Sequence[Bit]) -> Piece:
    """An address at an end of a text beside a word of another element: the wiki would take the
    word, or a sign of emphasis before it, for a part of it."""
    if bit.kind != "text":
        return piece
    text, marks = piece.markdown, piece.marks
    found = [
        one[0] for one in BARE_URL.finditer(text) if one[0].startswith(("http://", "https://"))
    ]
    if not found:
        return piece
    first, last = found[0], found[-1]
    follows = bool(after) and after[0].text[:1].strip() != ""
    follows = follows and (after[0].marks != marks or after[0].kind == "text")
    follows = follows or bool(marks & _SIGNED)
    precedes = any(one.kind == "text" and one.marks == marks for one in before)
    precedes = precedes and _goes_on(before[-1].text[-1:])
    if follows and text.endswith(last):
        text = f"{text.removesuffix(last)}<{last}>"
    elif precedes and text.startswith(first):
        text = f"<{first}>{text.removeprefix(first)}"
    return Piece(text, marks)
