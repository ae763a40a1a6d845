"""A picture decoded and encoded again so that it looks the same: turned upright, without EXIF."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin
from PIL.ExifTags import Base

GOOD = 92


def drawn_again(image: Image.Image, kind: str) -> bytes:
    """Decoded and encoded, turned as its orientation says, so that it looks the same."""
    upright = ImageOps.exif_transpose(image)
    colours = profile(image)
    if upright.mode == "CMYK":
        upright, colours = _for_screens(upright, colours), None
    upright.info = {}
    options = {**_options(image, kind), "icc_profile": colours}
    stream = BytesIO()
    upright.save(stream, "JPEG" if kind == "MPO" else kind, **options)
    return stream.getvalue()


def profile(image: Image.Image) -> bytes | None:
    """The colour profile, unless it is none that can be read or none for these colours."""
    told = image.info.get("icc_profile")
    if not told:
        return None
    try:
        space = ImageCms.ImageCmsProfile(BytesIO(told)).profile.xcolor_space.strip()
    except (OSError, ImageCms.PyCMSError):
        return None
    wanted = {"CMYK": "CMYK", "L": "GRAY", "LA": "GRAY", "1": "GRAY", "I;16": "GRAY"}
    return told if space == wanted.get(image.mode, "RGB") else None


def orientation(image: Image.Image) -> int:
    """As EXIF tells it: 1 is upright, from 5 on width and height are exchanged."""
    told = image.getexif().get(Base.Orientation, 1)
    return told if told in range(1, 9) else 1


def _options(image: Image.Image, kind: str) -> dict[str, object]:
    """A JPEG keeps its own tables, so that next to nothing changes."""
    match kind:
        case "JPEG" | "MPO" if image.mode != "CMYK" and isinstance(
            image, JpegImagePlugin.JpegImageFile
        ):
            return {
                "qtables": image.quantization,
                "subsampling": _sampling(image),
                "progressive": "progressive" in image.info,
                "optimize": True,
            }
        case "JPEG" | "MPO":
            return {"quality": GOOD, "subsampling": 0, "optimize": True}
        case "WEBP":
            return {"quality": GOOD, "method": 4}
        case "AVIF":
            return {"quality": 90, "subsampling": "4:4:4", "speed": 10}
    return {}


def _sampling(image: JpegImagePlugin.JpegImageFile) -> int:
    """0 is all colours, 1 half of them across, 2 half of them both ways; -1 has none to halve."""
    sampling = JpegImagePlugin.get_sampling(image)
    if image.mode == "L" or sampling == 2:
        return sampling
    # Half across would be half down once it is turned.
    return sampling if sampling == 1 and orientation(image) < 5 else 0


def _for_screens(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours of print as colours of screens: not every browser does that the same way."""
    if profile is None:
        return image.convert("RGB")
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    shown = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return shown or image.convert("RGB")
