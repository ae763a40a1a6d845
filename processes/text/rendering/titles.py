"""Titles as keys, as parts of an address and as heading ids."""

import re
import unicodedata
from zlib import crc32

from anyascii import anyascii

SLUG_LENGTH = 80
HEADING_PREFIX = "h-"  # so that no heading can shadow a global of the page (DOM clobbering)

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_PUNCTUATION = str.maketrans(
    dict.fromkeys("‘’‚‛ʼʹ′`´＇", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
)
# The marks of Latin, Greek and Cyrillic only: a Japanese か is not a が without its accent.
_ACCENTS = re.compile("[\u0300-\u036f]")
_ELISION = re.compile(r"\b([cdjlmnst]|qu)'")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# Folded text has no capitals: what is spelt out begins each syllable of Chinese or Korean with one.
_SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def fold(title: str) -> str:
    """Return the key under which titles are compared.

    Unicode NFKC and case folding, accents removed, ligatures and crossed letters spelt out,
    typographic apostrophes, quotes and dashes unified, blanks collapsed.
    """
    text = title.translate(_PUNCTUATION)  # before NFKC, which turns ´ into a blank and an accent
    text = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION).casefold()
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", text).split())


def slugify(text: str, fallback: str = "page") -> str:
    """Return an ASCII slug of at most 80 characters, cut at a word.

    Letters of every script are spelt in those of ASCII (“Политика отпусков” gives
    `politika-otpuskov`); a text without letters and digits gives `fallback`.
    """
    spelt = "".join(map(_spelt, fold(text)))
    return _cut(_joined(_SYLLABLE.sub("-", spelt).lower())) or fallback


def plain_slug(text: str, fallback: str) -> str:
    """Like `slugify`, of the ASCII letters alone: for the ids and keys that pages hold already.

    A text mostly in letters that ASCII lacks gives `fallback`: half a word says nothing.
    """
    folded = fold(text)
    slug = _joined(folded)
    lost = sum(char.isalpha() and not char.isascii() for char in folded)
    if not slug or lost > len(slug.replace("-", "")):
        return fallback
    return _cut(slug)


def heading_id(text: str) -> str:
    """Return the id of a heading: the same for the same text, whatever stands around it."""
    return HEADING_PREFIX + plain_slug(text, fallback=f"{crc32(fold(text).encode()):08x}")


def _spelt(sign: str) -> str:
    # Letters, their marks and digits; of an emoji no word is made.
    return anyascii(sign) if unicodedata.category(sign)[0] in "LMN" else sign


def _joined(folded: str) -> str:
    return _NOT_SLUG.sub("-", _ELISION.sub(r"\1-", folded).replace("'", "")).strip("-")


def _cut(slug: str) -> str:
    if len(slug) <= SLUG_LENGTH:
        return slug
    head = slug[: SLUG_LENGTH + 1]
    return head.rpartition("-")[0] or slug[:SLUG_LENGTH]
