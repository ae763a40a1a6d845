"""When two words are the same tag. Pure."""

from __future__ import annotations

import unicodedata
from zlib import crc32

from processes.text.rendering import fold, plain_slug

SLUG_LENGTH = 80
SAID_NOWHERE = " -_.,;:&/'()"


def tag_key(name: str) -> str:
    """What the spellings of one tag have in common: its address."""
    folded = fold(name)
    plain = plain_slug(folded, fallback="")[:SLUG_LENGTH]
    # “C++” and “C#” are other tags than “C”, and not every script has letters for an address.
    if plain and all(_is_plain(sign) for sign in folded):
        return plain
    return f"{plain[: SLUG_LENGTH - 9] or 'tag'}-{crc32(folded.encode()):08x}"


def order_key(name: str) -> str:
    """Where it stands among others: letters with accents beside those without."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def _is_plain(sign: str) -> bool:
    return sign in SAID_NOWHERE or (sign.isascii() and sign.isalnum())
