"""Pictures of what was copied: marks stand in their places until it is known what they become."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from processes.text.pasted.styles import classes_of

# Signs of Unicode's private use, which no text of a clipboard means anything by.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
MARK = re.compile(rf"{_OPEN}(\d+){_CLOSE}")
_EMOJI = re.compile(r"emoji|smiley", re.IGNORECASE)
_SMALLEST = 3  # pixels: what is smaller counts who reads


@dataclass(frozen=True, slots=True)
class Found:
    """A picture: its address as it was copied (https:, data:, file: …) and its description."""

    src: str
    alt: str


def without_marks(html: str) -> str:
    """A text in which nobody else has put marks."""
    return html.replace(_OPEN, "").replace(_CLOSE, "")


def take_out(soup: BeautifulSoup) -> list[Found]:
    """Puts a mark in the place of each picture, and returns the pictures in their order."""
    found: list[Found] = []
    for image in soup.find_all("img"):
        alt = " ".join(str(image.get("alt") or "").split())
        if _is_emoji(image):
            image.replace_with(str(image.get("data-emoji") or alt))
        elif not image.get("src") or _is_tiny(image):
            image.decompose()
        else:
            image.replace_with(f"{_OPEN}{len(found)}{_CLOSE}")
            found.append(Found(str(image["src"]).strip(), alt))
    return found


def _is_emoji(image: Tag) -> bool:
    alt = str(image.get("alt") or "")
    told = image.has_attr("data-emoji") or any(map(_EMOJI.search, classes_of(image)))
    return told and 0 < len(alt) < 12 and not alt.isascii()


def _is_tiny(image: Tag) -> bool:
    sizes = [str(image.get(name) or "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and int(size[:6]) < _SMALLEST for size in sizes)
