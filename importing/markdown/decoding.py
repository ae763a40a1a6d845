"""From the bytes of a file to its text."""

from __future__ import annotations

import codecs
import unicodedata


class NotText(ValueError):
    """The file holds something that is no text."""


def decode(content: bytes) -> tuple[str, str]:
    """The text, with `\\n` at line ends, and the encoding it was in.

    UTF-8 and UTF-16 with or without their mark, else Windows' cp1252, in which old editors
    wrote. Raises NotText for what has control characters that no text has.
    """
    text, encoding = _decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(
        unicodedata.category(char) == "Cc" and char not in "\n\t\f\x1b\x85" for char in set(text)
    ):
        raise NotText("This is no text file.")
    return unicodedata.normalize("NFC", text), encoding


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16"), "UTF-16"
    if (order := _order_of_pairs(content[:2000])) and not len(content) % 2:
        return _strictly(content, f"utf-16-{order}"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp1252"), "cp1252"


def _order_of_pairs(start: bytes) -> str:
    """Of UTF-16 without its mark: in Latin text, every other byte is zero, and no more."""
    first, second = start[0::2].count(0), start[1::2].count(0)
    if second * 3 > len(start) and not first:
        return "le"
    return "be" if first * 3 > len(start) and not second else ""


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText("This is neither UTF-8 nor any other text we know.") from error
