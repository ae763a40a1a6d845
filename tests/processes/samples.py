"""Files as people upload them, made here and now. Colours differ, so that bytes do."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, TiffImagePlugin

GPS = 0x8825
ORIENTATION = 0x0112


def picture(kind: str = "PNG", colour: str = "teal", size: tuple[int, int] = (40, 30)) -> bytes:
    return encoded(Image.new("RGB", size, colour), kind)


def scene(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Something with edges and shades, not the same in any two corners."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((2, 2, size[0] // 3, size[1] // 3), fill="tomato")
    draw.ellipse((size[0] // 2, 4, size[0] - 4, size[1] // 2), fill="seagreen")
    return image.convert(mode)


def film(frames: int = 3, kind: str = "GIF", size: tuple[int, int] = (64, 48)) -> bytes:
    """A square that moves, with another duration for each frame."""
    pictures = []
    for number in range(frames):
        image = scene(size)
        ImageDraw.Draw(image).rectangle((number * 5, 20, number * 5 + 9, 30), fill="navy")
        pictures.append(image.convert("P") if kind == "GIF" else image)
    durations = [100 + 50 * number for number in range(frames)]
    options: dict[str, Any] = {"lossless": True} if kind == "WEBP" else {}
    return encoded(
        pictures[0], kind, save_all=True, append_images=pictures[1:], duration=durations, loop=3,
        **options,
    )  # fmt: skip


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def told(orientation: int = 1) -> Image.Exif:
    """EXIF with a place on the earth, a camera and an orientation."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = tuple(TiffImagePlugin.IFDRational(n) for n in (48, 51, 30))
    return exif


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    """A PNG with one chunk more, behind its header."""
    return png[:33] + png_chunk(kind, data) + png[33:]


def zipped(**parts: str) -> bytes:
    """A zip; `__` in a name stands for a slash, `_dot_` for a point."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def office(part: str, **more: str) -> bytes:
    """A Word, Excel or PowerPoint file, as far as its parts tell."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", part: "<x/>", **more}.items():
            archive.writestr(name, text)
    return stream.getvalue()


def open_document(kind: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return stream.getvalue()


def pixels(content: bytes) -> list[tuple[bytes, int]]:
    """Every frame as it is shown, and for how many milliseconds."""
    with Image.open(BytesIO(content)) as image:
        shown = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            shown.append((image.convert("RGBA").tobytes(), image.info.get("duration", 0)))
        return shown
