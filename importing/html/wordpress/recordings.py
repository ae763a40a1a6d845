"""Recordings, videos and pages of other sites, by their short codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Protocol

from importing.html.wordpress.shortcodes import Shortcode, iterate


class Found(Protocol):
    @property
    def address(self) -> str: ...


_FILES = ("src", "mp3", "mp4", "m4v", "m4a", "ogg", "ogv", "webm", "wav", "wmv", "flv", "url", "0")
# They show the page, video or document whose address they name.
_PLAYERS = frozenset(
    "embed youtube vimeo su_youtube su_vimeo su_video googlevideo dailymotion ted spotify"
    " soundcloud gist tweet twitter instagram facebook slideshare codepen googlemaps iframe"
    " et_pb_video et_pb_audio vc_video fusion_youtube fusion_vimeo av_video pdf-embedder pdfviewer"
    " pdfjs-viewer embeddoc gview evp_embed_video arve video_player flowplayer mp3player".split()
)
_NAMED = ("url", "src", "link", "file", "id", "0")


def is_player(code: Shortcode) -> bool:
    """Whether it shows something of which the address is known."""
    return code.name in _PLAYERS and bool(_address(code, code.inner or ""))


def player(code: Shortcode, inner: str) -> str:
    """The address on a line of its own, of which WordPress and the wiki make a player."""
    address = _address(code, inner)
    return f"\n\n{escape(address, quote=False)}\n\n"


def recording(code: Shortcode, find: Callable[[str], Found | None]) -> str:
    """Files to hear or to see; "" where it names none."""
    addresses = [code.attrs[name] for name in _FILES if code.attrs.get(name)]
    found = [one.address for id in iterate(code.attrs, "ids") if (one := find(id))]
    found += [one for one in addresses if "/" in one or "." in one][:1]
    if not found and code.inner:
        found = re.findall(r"https?://[^\s<>\"']+", code.inner)[:1]
    if not found:
        return ""
    kind = "video" if code.name not in ("audio",) else "audio"
    return (
        "\n\n"
        + "".join(f'<div><{kind} src="{escape(one)}"></{kind}></div>' for one in found)
        + "\n\n"
    )


def _address(code: Shortcode, inner: str) -> str:
    told = [inner, *(code.attrs.get(name, "") for name in _NAMED)]
    for one in told:
        address = one.removeprefix("=").strip()
        if "youtube" in code.name and re.fullmatch(r"[\w-]{11}", address):
            return f"https://www.youtube.com/watch?v={address}"
        if "vimeo" in code.name and address.isdecimal():
            return f"https://vimeo.com/{address}"
        if re.match(r"(?:https?:)?//|/\w", address) and not re.search(r"[\s<>]", address):
            return f"https:{address}" if address.startswith("//") else address
    found = re.search(r"https?://[^\s<>\"']+", inner) if code.name == "embed" else None
    return found[0] if found else ""
