"""A picture from elsewhere drawn anew as a small square: upright, one frame, nothing but pixels."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from processes.attachments.images import JPEG_SCANS, MEGA, READABLE, UNREADABLE, in_turn

MOST_PIXELS = 25 * MEGA
QUALITY = 82


def square(content: bytes, side: int) -> bytes:
    """WebP of its middle, `side` pixels at most. Raises ValidationError for what is no picture, is
    damaged or too large, and Busy."""
    try:
        with Image.open(BytesIO(content), formats=READABLE) as image:
            _check(image, content)
            with in_turn():
                return _drawn(image, side)
    except (*UNREADABLE, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError("It is no picture that can be read.") from error


def _check(image: Image.Image, content: bytes) -> None:
    # Both are bounded before a pixel is decoded.
    if image.width * image.height > MOST_PIXELS or content.count(b"\xff\xda") > JPEG_SCANS:
        raise ValidationError("It is too large.")


def _drawn(image: Image.Image, side: int) -> bytes:
    image.draft("RGB", (side * 2, side * 2))  # a large JPEG is decoded smaller at once
    upright = ImageOps.exif_transpose(image)
    shown = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    size = max(1, min(side, *shown.size))
    small = ImageOps.fit(shown, (size, size), Image.Resampling.LANCZOS)
    small.info = {}
    stream = BytesIO()
    small.save(stream, "WEBP", quality=QUALITY)
    return stream.getvalue()
