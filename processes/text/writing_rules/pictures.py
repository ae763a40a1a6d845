"""Rules about pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from processes.text.source.model import DECORATIVE
from processes.text.writing_rules.model import Finding, Page

COLUMN = 690  # pixels: how wide a picture is shown at most, see `rendering.pictures`

_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|svg|heic|bmp|tiff?)", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:an? |the )?(?:image|picture|pic|photo|img|screenshot|screen ?shot|capture|figure|untitled"
    r"|alt(?: text)?|description)[\s_\d.-]*",
    re.IGNORECASE,
)


def alt_text(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Every picture says in words what it shows, or that it only decorates."""
    for picture in page.source.pictures:
        place = ("body", picture.start, picture.end)
        if not picture.alt:
            if picture.title != DECORATIVE:
                yield Finding("Say in words what this picture shows: ![words](address).", *place)
        elif _FILE.fullmatch(picture.alt) or _SAYS_NOTHING.fullmatch(picture.alt):
            shown = picture.alt[:40]
            yield Finding(f"“{shown}” does not say what the picture shows: describe it.", *place)


def picture_width(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """A picture is about as wide as the place it is shown in: its letters stay readable."""
    for picture in page.source.pictures:
        width = page.text.picture_widths.get(picture.src, 0)
        shown = min(picture.width or COLUMN, COLUMN)
        place = ("body", picture.start, picture.end)
        if width > shown * parameters["times"]:
            message = (
                f"Crop this picture to what the text is about: it is {width:,} pixels wide and"
                f" shown at {shown}, so what is written in it gets too small to read."
            )
            yield Finding(message, *place)
        elif picture.width and 0 < width < shown:
            message = f"Show this picture no wider than it is: {width} pixels, not {picture.width}."
            yield Finding(message, *place)
