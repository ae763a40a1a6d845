"""Names of every script as addresses."""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

# Each syllable of Chinese or Korean is spelt with a capital.
_SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def address_of(name: str, length: int, fallback: str = "department") -> str:
    """An address of at most `length` characters, letters of other scripts spelt in ASCII's;
    `fallback` for a name without letters and digits."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    spelt = _SYLLABLE.sub("-", "".join(map(_spelt, plain)))
    return slugify(spelt)[:length].strip("-_") or fallback


def _spelt(sign: str) -> str:
    # Letters, their marks and digits; of an emoji no word is made.
    return anyascii(sign) if unicodedata.category(sign)[0] in "LMN" else sign
