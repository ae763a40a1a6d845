"""Pictures of the old site's library, in rows."""

from __future__ import annotations

from html import escape

from importing.html.wordpress.library import Attached, Library
from importing.html.wordpress.shortcodes import Shortcode, iterate

_IDS = ("ids", "include", "gallery_ids", "images", "image_ids")


def gallery(code: Shortcode, library: Library) -> str:
    """Those it names, else those that were uploaded for this text."""
    ids = [id for name in _IDS for id in iterate(code.attrs, name)]
    if ids:
        found = [library.find(one) for one in ids]
        missing = sum(one is None for one in found)
        if missing:
            library.told["picture of a gallery that is not in the files"] += missing
        pictures = [one for one in found if one is not None]
    else:
        left_out = {
            one.address for id in iterate(code.attrs, "exclude") if (one := library.find(id))
        }
        pictures = [one for one in library.of_this() if one.address not in left_out]
    pictures = [one for one in pictures if one.is_picture]
    if not pictures:
        library.told["gallery without pictures"] += 1
        return f"\n\n<p><code>{escape(code.raw)}</code></p>\n\n"
    if any(one.caption.strip() for one in pictures):
        return "\n\n" + "\n".join(_figure(one) for one in pictures) + "\n\n"
    row = " ".join(
        f'<img src="{escape(one.address)}" alt="{escape(one.alt or one.title)}">'
        for one in pictures
    )
    return f"\n\n<div>{row}</div>\n\n"


def _figure(picture: Attached) -> str:
    """A picture with the words below it."""
    alt, src = escape(picture.alt or picture.title), escape(picture.address)
    words = f"<figcaption>{picture.caption}</figcaption>" if picture.caption.strip() else ""
    return f'<figure><img src="{src}" alt="{alt}">{words}</figure>'
