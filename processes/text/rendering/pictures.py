"""How an image is shown: in several sizes, standing still where that is wished, or as a link."""

import re
import xml.etree.ElementTree as etree
from urllib.parse import urlsplit

from processes.text.rendering.allowlist import STILL_MEDIA
from processes.text.rendering.model import Picture, Pictures
from processes.text.rendering.own_addresses import OwnAddresses

# The reading column: `--measure` in static/css/tokens.css, and the margins beside it.
_SIZES = "(max-width: 46rem) 100vw, 43rem"
DECORATIVE = "decorative"
_ELSEWHERE = re.compile(r"\s*(?:https?:|[/\\]\s*[/\\])", re.IGNORECASE)
_PIXELS = re.compile(r"[1-9][0-9]{0,3}")
_UNSAFE = str.maketrans({",": "%2C", " ": "%20"})  # they part the addresses of a srcset


def picture_element(
    src: str, alt: str, given: dict[str, str], own: OwnAddresses, pictures: Pictures | None
) -> etree.Element:
    """Return the element an image becomes.

    `given` is what the author says of it: title, width, height. Images of other hosts are not
    shown (the browser is told not to load them) and become a link.
    """
    src = own.local(src) or src
    picture = (pictures(src) if pictures else None) or Picture(src)
    if _ELSEWHERE.match(picture.src):
        link = etree.Element("a", {"href": picture.src})
        link.text = alt or f"Picture on {_host(picture.src)}"
        return link
    image = etree.Element("img", _attributes(picture, alt, given))
    if not picture.still:
        return image
    image.set("class", "moving")
    box = etree.Element("picture")
    still = picture.still.translate(_UNSAFE)
    box.extend([etree.Element("source", {"media": STILL_MEDIA, "srcset": still}), image])
    return box


def _attributes(picture: Picture, alt: str, given: dict[str, str]) -> dict[str, str]:
    size = _size(picture, given)
    attributes = {"src": picture.src, "alt": alt, "loading": "lazy", "decoding": "async"} | size
    if picture.sources and picture.width:
        sources = [*picture.sources, (picture.src, picture.width)]
        attributes["srcset"] = ", ".join(f"{src.translate(_UNSAFE)} {w}w" for src, w in sources)
        attributes["sizes"] = (
            f"{size['width']}px" if given.get("width") in size.values() else _SIZES
        )
    title = given.get("title", "")
    # What an author writes of a picture that shows nothing: it is no remark for readers.
    return attributes | ({"title": title} if title and (alt or title != DECORATIVE) else {})


def _size(picture: Picture, given: dict[str, str]) -> dict[str, str]:
    """Return the size to set: the author's, else the picture's own, in its own proportions."""
    width, height = given.get("width", ""), given.get("height", "")
    if width or height:
        if _PIXELS.fullmatch(width) and not height and picture.width:
            height = str(max(1, round(int(width) * picture.height / picture.width)))
        return {name: v for name, v in (("width", width), ("height", height)) if v}
    if picture.width and picture.height:
        return {"width": str(picture.width), "height": str(picture.height)}
    return {}


def _host(src: str) -> str:
    try:
        return urlsplit(src.strip()).hostname or "another site"
    except ValueError:
        return "another site"
