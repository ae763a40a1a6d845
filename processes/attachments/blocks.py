"""PNG, GIF, WebP and AVIF written anew from the blocks that belong to the picture. Pure.

That loses nothing, unlike decoding and encoding (16 bits a channel, gamma, timing and disposal of
moving pictures all stay), and leaves behind whatever else was in the file: places, comments,
thumbnails, and what somebody hung on behind its end. All are made of blocks with a type and a
length: PNG (W3C, third edition), GIF89a, RIFF for WebP (RFC 9649), boxes for AVIF (ISO 14496-12).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The picture, its frames and its colours; and how large its pixels are.
PNG_CHUNKS = frozenset(
    b"IHDR PLTE tRNS IDAT IEND acTL fcTL fdAT gAMA cHRM sRGB iCCP cICP sBIT pHYs".split()
)
WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
# Of one frame. A frame holds no frames: reading one within the other, each a copy of all that is in
# it, would take gigabytes for an upload of a few megabytes.
WEBP_FRAME_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
WEBP_ICC, WEBP_EXIF, WEBP_XMP = 0x20, 0x08, 0x04
AVIF_BOXES = [b"ftyp", b"meta", b"mdat"]
GIF_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


class Damaged(ValueError):
    """The blocks do not fit together, or the file ends in the middle of one."""


def png(content: bytes, *, colours: bool = True) -> tuple[bytes, int]:
    """The picture alone, and how many frames it has; without `colours`, without its profile.

    Raises Damaged.
    """
    kept, frames = [PNG_SIGNATURE], 0
    for kind, data in _png_chunks(content):
        frames += kind == b"fcTL"
        if kind in PNG_CHUNKS and (colours or kind != b"iCCP"):
            sum_ = zlib.crc32(kind + data)
            kept.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_))
    return b"".join(kept), max(frames, 1)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(content):
            break
        yield kind, data
        if kind == b"IEND":
            return
    raise Damaged("The PNG has no end.")


def webp(content: bytes, *, colours: bool = True) -> tuple[bytes, int]:
    """As `png`."""
    (length,) = struct.unpack_from("<I", content, 4)
    if length + 8 > len(content):
        raise Damaged("The WebP is shorter than it says.")
    body, frames = _webp_body(content[12 : length + 8], colours=colours)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body, max(frames, 1)


def _webp_body(
    content: bytes, *, colours: bool, allowed: frozenset[bytes] = WEBP_CHUNKS
) -> tuple[bytes, int]:
    kept, frames = [], 0
    for kind, data in _riff_chunks(content):
        if kind not in allowed or (kind == b"ICCP" and not colours):
            continue
        if kind == b"VP8X":
            gone = WEBP_EXIF | WEBP_XMP | (0 if colours else WEBP_ICC)
            data = bytes([data[0] & ~gone]) + data[1:]
        elif kind == b"ANMF":
            frames += 1
            data = data[:16] + _webp_frame(data[16:])
        kept.append(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))
    return b"".join(kept), frames


def _webp_frame(content: bytes) -> bytes:
    return _webp_body(content, colours=True, allowed=WEBP_FRAME_CHUNKS)[0]


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        (length,) = struct.unpack_from("<I", content, at + 4)
        data = content[at + 8 : at + 8 + length]
        if len(data) < length or not data:
            raise Damaged("A part of the WebP is shorter than it says.")
        yield content[at : at + 4], data
        at += 8 + length + length % 2


def avif(content: bytes) -> bytes | None:
    """The picture alone; None where its boxes are not just those of a picture, one behind the
    other, because it tells by their distance from the beginning where each part of it is.
    """
    at, kinds = 0, []
    while kinds != AVIF_BOXES:
        size, kind = struct.unpack_from(">I4s", content, at)
        kinds.append(kind)
        at += size
        if size < 8 or at > len(content) or kinds != AVIF_BOXES[: len(kinds)]:
            return None
    return content[:at]


def gif(content: bytes) -> tuple[bytes, int, int]:
    """The picture alone, how many frames it has, and their pixels taken together.

    A frame counts as at least the whole picture: that is what showing it takes. Raises Damaged.
    """
    try:
        return _gif(content)
    except (IndexError, struct.error) as error:
        raise Damaged("The GIF has no end.") from error


def _gif(content: bytes) -> tuple[bytes, int, int]:
    width, height = struct.unpack_from("<HH", content, 6)
    at = 13 + _colours(content[10])
    kept, control, frames, pixels = [content[:at]], b"", 0, 0
    # Some programs forget the end mark; whoever shows it does not mind.
    while at < len(content) and (kind := content[at]) != 0x3B:
        start = at
        if kind == 0x2C:
            frame_width, frame_height = struct.unpack_from("<HH", content, at + 5)
            at = _past_blocks(content, at + 11 + _colours(content[at + 9]))
            kept += [control, content[start:at]]
            control = b""
            frames += 1
            pixels += max(width * height, frame_width * frame_height)
        elif kind == 0x21:
            at = _past_blocks(content, at + 2)
            label = content[start + 1]
            if label == 0xF9:
                control = content[start:at]
            elif label == 0xFF and content[start + 2 : start + 14] in GIF_LOOPS:
                kept.append(_loop(content[start:at]))
            elif label == 0x01:  # plain text, which no browser shows, takes its control along
                control = b""
        elif kind == 0x00:  # padding that some programs leave between blocks
            at += 1
        else:
            raise Damaged("The GIF holds something that is no block.")
    return b"".join([*kept, b"\x3b"]), frames, pixels


def _colours(flags: int) -> int:
    """How many bytes the colour table takes that these flags tell of."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(content: bytes, at: int) -> int:
    while size := content[at]:
        at += size + 1
    return at + 1


def _loop(extension: bytes) -> bytes:
    """How often to play, without what else may be in that block."""
    times = extension[16:18] if extension[14:16] == b"\x03\x01" else b"\0\0"
    return extension[:14] + b"\x03\x01" + times + b"\0"
