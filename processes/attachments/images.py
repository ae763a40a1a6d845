"""Uploaded images: recognised by their content, and without what readers should not get.

What takes long or much memory is bounded before it begins: by the size in the header, the number
of frames, the number of scans.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

from processes.attachments import blocks, encoding
from processes.attachments.refusals import BROKEN, MOVING_AVIF, Busy, TooLarge, Unsupported

TYPES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "MPO": ("image/jpeg", ".jpg"),  # a JPEG with further pictures behind it
    "GIF": ("image/gif", ".gif"),
    "WEBP": ("image/webp", ".webp"),
    "AVIF": ("image/avif", ".avif"),
}
BEGINNINGS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
READABLE = ["PNG", "JPEG", "GIF", "WEBP", "AVIF"]
# What Pillow and our own reading of blocks raise at broken ones.
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    RuntimeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
)
FRAMES = 3_000
# A progressive JPEG of ten scans is usual; each costs a pass over all pixels.
JPEG_SCANS = 100
MEGA = 1_000_000

# One picture at a time in each process, so that its memory stays within bounds.
ONE_AT_A_TIME = threading.Semaphore(1)
PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of an upload, and what is known about it. Sizes in pixels."""

    content: bytes
    content_type: str
    suffix: str
    width: int | None = None
    height: int | None = None
    frames: int = 1


@contextmanager
def in_turn() -> Iterator[None]:
    """Around all work on pixels. Raises Busy where too many wait."""
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        ONE_AT_A_TIME.release()


def clean(content: bytes, name: str) -> Cleaned | None:
    """An image as it is kept; None for what is no image at all.

    Raises ValidationError for a damaged one, TooLarge for too many pixels, Busy.
    """
    try:
        with Image.open(BytesIO(content), formats=READABLE) as image:
            _check_pixels(image.width * image.height, settings.IMAGE_MEGAPIXELS)
            with in_turn():
                return _clean(image, content)
    except UnidentifiedImageError as error:
        if content.startswith(BEGINNINGS):
            raise ValidationError(BROKEN.format(name=name[:100])) from error
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(settings.IMAGE_MEGAPIXELS) from error
    except UNREADABLE as error:
        raise ValidationError(BROKEN.format(name=name[:100])) from error


def _clean(image: Image.Image, content: bytes) -> Cleaned:
    kind = str(image.format)
    content_type, suffix = TYPES[kind]
    if kind in ("JPEG", "MPO") and content.count(b"\xff\xda") > JPEG_SCANS:
        raise TooLarge("This JPEG is made of too many scans. Save it again and upload that.")
    if kind == "AVIF" and getattr(image, "n_frames", 1) > 1:
        raise Unsupported(MOVING_AVIF)
    kept, frames = _without_extras(image, kind, content)
    width, height = image.size
    if frames == 1 and kind != "GIF":
        image.load()
        if encoding.orientation(image) > 4:
            width, height = height, width
        if kept is None or encoding.orientation(image) != 1:
            kept = encoding.drawn_again(image, kind)
    else:
        image.load()
    return Cleaned(kept or b"", content_type, suffix, width, height, frames)


def _without_extras(image: Image.Image, kind: str, content: bytes) -> tuple[bytes | None, int]:
    """The blocks that belong to the picture, and its frames; None where it must be drawn again."""
    pixels = image.width * image.height
    if kind == "GIF":
        kept, frames, pixels = blocks.gif(content)
        _check_frames(frames, pixels)
        return kept, frames
    if kind == "AVIF":
        return (None if {"exif", "xmp"} & image.info.keys() else blocks.avif(content)), 1
    if kind not in ("PNG", "WEBP"):
        return None, 1
    copy = blocks.png if kind == "PNG" else blocks.webp
    kept, frames = copy(content, colours=encoding.profile(image) is not None)
    _check_frames(frames, frames * pixels)
    return kept, frames


def _check_frames(frames: int, pixels: int) -> None:
    if frames > FRAMES:
        raise TooLarge(f"It has more than {FRAMES} frames. Record fewer frames a second.")
    if frames > 1:
        _check_pixels(pixels, settings.ANIMATION_MEGAPIXELS)


def _check_pixels(pixels: int, limit: int) -> None:
    if pixels > limit * MEGA:
        raise _too_many_pixels(limit)


def _too_many_pixels(limit: int) -> TooLarge:
    return TooLarge(
        f"It has more than {limit} million pixels (all frames together). "
        "Make it smaller or shorter and upload that."
    )
