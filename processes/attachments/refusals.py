"""Why an upload is refused, in words for the person who uploads."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class TooLarge(ValidationError):
    """More bytes, pixels or frames than may be."""


class Unsupported(ValidationError):
    """A kind of file that is not accepted."""


class QuotaExceeded(ValidationError):
    """This person has uploaded as much as they may within a day."""


class StorageUnavailable(Exception):
    """The storage did not take or give a file; `full`: because it has no room left."""

    def __init__(self, *, full: bool = False) -> None:
        sentence = (
            "The file could not be kept: the storage is full. Nothing was saved; please tell an "
            "admin."
            if full
            else "The file could not be kept: the storage does not answer. Nothing was saved; "
            "please try again in a few minutes."
        )
        super().__init__(sentence)
        self.full = full


class Busy(Exception):
    """Too many pictures are being worked on at this moment."""

    def __init__(self) -> None:
        super().__init__("Many pictures are being uploaded just now. Please try again in a moment.")


NOT_KNOWN = (
    "“{name}” is neither an image (PNG, JPEG, WebP, GIF, AVIF) nor a known kind of document "
    "(PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text)."
)
BROKEN = "“{name}” is damaged or incomplete. Open it, save it again and upload that."
SVG = "SVG drawings can hold programs, so they are not accepted. Export it as PNG and upload that."
HTML = "Web pages can hold programs, so they are not accepted. Save it as PDF and upload that."
PROGRAM = "Programs and scripts are not accepted."
MACROS = "“{name}” holds macros, which are programs. Save it without macros and upload that."
ARCHIVE = "Archives are not accepted. Upload the files in it one by one."
HEIC = "HEIC photos are not shown by most browsers. Export it as JPEG and upload that."
OTHER_IMAGE = "This kind of image is not shown by browsers. Export it as PNG and upload that."
OLD_OFFICE = (
    "Files of Office versions before 2007 are not accepted. Save it as .docx, .xlsx or .pptx."
)
VIDEO = "Films are not accepted. Record the screen as an animated GIF, or link to the film."
MOVING_AVIF = "Moving AVIF images are not accepted. Save it as GIF or WebP and upload that."

# What these bytes are, by how they begin.
BEGINNINGS = (
    (
        (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"),
        PROGRAM,
    ),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), ARCHIVE),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), OLD_OFFICE),
    ((b"II*\x00", b"MM\x00*", b"BM", b"8BPS", b"\x00\x00\x01\x00"), OTHER_IMAGE),
    ((b"\x1a\x45\xdf\xa3", b"FLV"), VIDEO),
)
# Of a file that names its brand in its first box (ISO 14496-12).
BRANDS = {b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC, b"msf1": HEIC, b"avis": MOVING_AVIF}
BRANDS |= {b"avif": BROKEN}
BRANDS |= dict.fromkeys((b"isom", b"mp41", b"mp42", b"qt  ", b"M4V ", b"iso2", b"avc1"), VIDEO)


def refusal_of(content: bytes, name: str) -> Unsupported:
    """What to say of bytes that are no image and no known document."""
    return Unsupported(_sentence(content).format(name=name[:100]))


def looks_like_markup(content: bytes) -> str:
    """The refusal of what a browser might take for a page or a drawing; "" for anything else."""
    start = content[:2000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if "<svg" in start:
        return SVG
    pages = ("<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<?xml", "<!--")
    return HTML if start.startswith(pages) else ""


def _sentence(content: bytes) -> str:
    for beginnings, sentence in BEGINNINGS:
        if content.startswith(beginnings):
            return sentence
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12], NOT_KNOWN)
    return looks_like_markup(content) or NOT_KNOWN
