"""From the bytes of an export to clean UTF-8, piece by piece, whatever encoding it is in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from importing.source import Unreadable

PIECE = 64 * 1024

# What XML allows nowhere; exports have them, since WordPress does not look at what people paste.
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_BLANKS = b" \t\r\n" + codecs.BOM_UTF8
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN = re.compile(
    r"utf-?(8|16(-?[lb]e)?)|us-ascii|ascii|latin-?1|(iso-?8859|windows|cp)-?\d+|koi8-[ru]"
    r"|gbk?|gb2312|gb18030|big5|shift[_-]jis|euc-(jp|kr)"
)
_LATIN = ("iso8859-1", "ascii", "cp1252")  # what Windows writes is called any of these
_ESCAPED = re.compile("[\udc80-\udcff]")
# A text in a Latin script has few letters beyond ASCII. With more than this it is another script.
_MOST_FOREIGN = 0.1
_FEW = 200


@dataclass
class Decoder:
    """Bytes that are no UTF-8 are read as Windows-1252, one by one, and counted (`foreign`), since
    old editors wrote them into otherwise sound exports; control characters are dropped and counted.
    """

    where: str
    encoding: str
    controls: int = 0
    foreign: int = 0
    size: int = 0

    def pieces(self, file: BinaryIO) -> Iterator[bytes]:
        """The file in UTF-8, beginning with its first `<`. Raises Unreadable."""
        decoder = codecs.getincrementaldecoder(self.encoding)(self._errors())
        is_over = False
        while not is_over:
            data = file.read(PIECE)
            is_over = not data
            piece = self._clean(self._text(decoder, data))
            piece = piece if self.size else self._beginning(piece)
            self.size += len(piece)
            yield piece
        if self.foreign > max(_FEW, self.size * _MOST_FOREIGN):
            raise Unreadable(self.where, "This is no UTF-8: save it as UTF-8.")

    def _beginning(self, piece: bytes) -> bytes:
        """Blank lines in front are frequent, and no XML; so are warnings of a server."""
        piece = piece.lstrip(_BLANKS)
        if piece and not piece.startswith(b"<"):
            told = "Something stands before its beginning: delete all in front of “<?xml”."
            raise Unreadable(self.where, told)
        return piece

    def _errors(self) -> str:
        return "surrogateescape" if self.encoding == "utf-8" else "strict"

    def _text(self, decoder: codecs.IncrementalDecoder, data: bytes) -> bytes:
        try:
            text = decoder.decode(data, not data)
        except UnicodeDecodeError as error:
            told = f"It says that it is {self.encoding}, which it is not: save it as UTF-8."
            raise Unreadable(self.where, told) from error
        try:
            return text.encode()
        except UnicodeEncodeError:
            return _ESCAPED.sub(self._as_windows, text).encode("utf-8", "replace")

    def _as_windows(self, match: re.Match[str]) -> str:
        self.foreign += 1
        byte = match.group().encode("utf-8", "surrogateescape")
        try:
            return byte.decode("cp1252")
        except UnicodeDecodeError as error:
            told = "This is neither UTF-8 nor Windows-1252: save it as UTF-8."
            raise Unreadable(self.where, told) from error

    def _clean(self, data: bytes) -> bytes:
        clean = data.translate(None, _CONTROLS)
        self.controls += len(data) - len(clean)
        if b"\xef\xbf" in clean:
            clean, count = _NO_CHARACTERS.subn(b"", clean)
            self.controls += count
        return clean


def decoder_for(where: str, open_it: Callable[[], BinaryIO]) -> Decoder:
    """What decodes this file: by its mark, its declaration, and what it really holds.

    Raises Unreadable for an encoding that is not known.
    """
    with open_it() as file:
        head = file.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoder(where, "utf-16")
    if head.startswith((b"<\0", b"\0<")):
        return Decoder(where, "utf-16-le" if head[:1] == b"<" else "utf-16-be")
    declared = _declared(where, head)
    if declared == "utf-8" or head.startswith(codecs.BOM_UTF8) or _is_utf8(open_it):
        return Decoder(where, "utf-8")
    # Bytes that Windows-1252 does not have show that it is something else.
    return Decoder(where, "cp1252" if declared in _LATIN else declared)


def _declared(where: str, head: bytes) -> str:
    found = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    name = found[1].decode().lower() if found else "utf-8"
    try:
        codec = codecs.lookup(name).name if _KNOWN.fullmatch(name) else ""
    except LookupError:
        codec = ""
    if not codec:
        raise Unreadable(where, f"It is in an encoding we do not know ({name}): save it as UTF-8.")
    return "utf-8" if codec.startswith("utf-16") else codec  # it says so, but has no two-byte signs


def _is_utf8(open_it: Callable[[], BinaryIO]) -> bool:
    """Whether all of it is: some exports declare what the site once was."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open_it() as file:
            while data := file.read(PIECE):
                decoder.decode(data)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
