"""In words: what of a block changed besides its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processes.text.page_diff.model import Block, Mark, Piece, Token

SET_AS = {
    "strong": "bold",
    "b": "bold",
    "em": "emphasised",
    "i": "emphasised",
    "del": "struck out",
    "s": "struck out",
    "code": "set as code",
    "kbd": "set as a key",
    "mark": "marked",
    "sub": "set lower",
    "sup": "set higher",
    "u": "underlined",
    "ins": "underlined",
    "small": "set small",
    "q": "quoted",
}
KINDS = {
    "paragraph": "a paragraph",
    "heading": "a heading",
    "item": "an item of a list",
    "row": "a row of a table",
    "code": "code",
    "image": "a picture",
    "card": "a card",
    "rule": "a line",
    "term": "a term",
    "meaning": "a meaning",
}
PROPOSING = "/new/?"  # where a link leads to whose page nobody has written yet
QUOTED = 60  # characters of a piece that a remark repeats


def remarks_on(old: Block, new: Block, pieces: Sequence[Piece]) -> list[str]:
    """Short sentences about kind, level, place and setting; in the order of the text."""
    found = list(_on_block(old, new))
    for piece in pieces:
        if piece.kind == "restyled":
            found += _on_setting(piece)
    return list(dict.fromkeys(found))


def _on_block(old: Block, new: Block) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"Now {KINDS[new.kind]}, before {KINDS[old.kind]}"
    elif old.kind == "heading" and old.level != new.level:
        step = "lower" if new.level > old.level else "higher"
        yield f"This heading is now {step} in rank"
    elif old.kind == "item" and old.place.depth != new.place.depth:
        yield "Further in" if new.place.depth > old.place.depth else "Further out"
    if (old.place.sign, new.place.sign) == ("☐", "☑"):
        yield "Now ticked"
    if (old.place.sign, new.place.sign) == ("☑", "☐"):
        yield "No longer ticked"


def _on_setting(piece: Piece) -> Iterator[str]:
    words = _quote(piece.tokens)
    was, now = _links(piece.before), _links(piece.tokens)
    if was and now and was != now:
        yield f"“{words}” now leads to {_place(now)}, before to {_place(was)}"
    elif now and not was:
        yield f"“{words}” is now a link to {_place(now)}"
    elif was and not now:
        yield f"“{words}” is no longer a link to {_place(was)}"
    told, tells = _titles(piece.before), _titles(piece.tokens)
    if was and now and told != tells:
        yield f"Pointed at, “{words}” now says “{tells or '–'}”, before “{told or '–'}”"
    before, after = _settings(piece.before), _settings(piece.tokens)
    yield from (f"“{words}” is now {name}" for name in after if name not in before)
    yield from (f"“{words}” is no longer {name}" for name in before if name not in after)
    yield from (_on_alt(was, now) for was, now in _alts(piece) if was != now)


def _on_alt(was: str, now: str) -> str:
    return f"The picture is now described as “{now or '–'}”, before as “{was or '–'}”"


def _quote(tokens: Sequence[Token]) -> str:
    text = " ".join("".join(token.text for token in tokens).split())
    return text if len(text) <= QUOTED else text[:QUOTED].rstrip() + "…"


def _marks(tokens: Sequence[Token]) -> Iterator[Mark]:
    for token in tokens:
        yield from token.marks


def _links(tokens: Sequence[Token]) -> str:
    hrefs = (dict(mark.attributes).get("href", "") for mark in _marks(tokens) if mark.tag == "a")
    return next((href for href in hrefs if href), "")


def _place(href: str) -> str:
    return "a missing page" if href.startswith(PROPOSING) else href


def _titles(tokens: Sequence[Token]) -> str:
    """The words that appear while somebody points at a link."""
    found = (dict(mark.attributes).get("title", "") for mark in _marks(tokens) if mark.tag == "a")
    return next((title for title in found if title), "")


def _settings(tokens: Sequence[Token]) -> list[str]:
    return list(dict.fromkeys(SET_AS[m.tag] for m in _marks(tokens) if m.tag in SET_AS))


def _alts(piece: Piece) -> list[tuple[str, str]]:
    pairs = zip(piece.before, piece.tokens, strict=True)
    return [(was.text, now.text) for was, now in pairs if was.image and now.image]
