"""Pictures, recordings, and pages in frames."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from importing.html.shapes import Work
from importing.html.tree import Node
from importing.markup import is_followed, name_of_file, picture_source, scheme_of
from processes.text.embeds import DEFAULT_HOSTS, find_embed

_SPECIAL = re.compile(r"[\\\[\]`*_<>|~=!]")
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{11})(?=[/?&#]|$)"
)
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d{5,12})(?=[/?#]|$)")


def picture(node: Node, work: Work) -> str:
    """`![alt](address "title")`; "" for what shows nothing."""
    src = picture_source(node.attrs)
    if not src:
        return ""
    if scheme_of(src) not in ("", "http", "https"):
        work.tell("picture that is written into the page itself")
        return ""
    alt = _plain(node.attrs.get("alt", ""))
    title = " ".join(node.attrs.get("title", "").split())
    if not title or title == " ".join(node.attrs.get("alt", "").split()):
        return f"![{alt}]({work.address(src)})"
    title = title.replace("&", "&amp;").replace('"', "&quot;").replace("\\", "\\\\")
    title = title.replace("|", "&#124;")
    return f'![{alt}]({work.address(src)} "{title}")'


def media(node: Node, work: Work, *, alone: bool) -> str:
    """A recording is a link with the name of its file."""
    src = node.attrs["src"]
    if not is_followed(src):
        work.tell("recording without an address")
        return ""
    work.tell("recording, which is a link now")
    return f"[{_plain(name_of_file(src))}]({work.address(src)})"


def frame(node: Node, work: Work, *, alone: bool) -> str:
    """The address of a page in a frame: alone in its paragraph the wiki makes a card of it where
    it knows the host."""
    src = node.attrs["src"]
    if not src:
        work.tell("object of another program")
        return ""
    address = page_of_frame(src)
    if address.startswith("//"):
        address = "https:" + address
    if not alone or find_embed(address, DEFAULT_HOSTS) is None:
        work.tell("page in a frame, which is a link now")
    if re.match(r"https?://", address):
        return (
            address
            if re.fullmatch(r"[\w:/.?=&%+#~,;@!$-]*[\w/=&%+#-]", address)
            else f"<{address}>"
        )
    return f"[{_plain(name_of_file(address))}]({work.address(address)})"


def page_of_frame(src: str) -> str:
    """The page that people know, for players whose page can be told."""
    if found := _YOUTUBE.match(src):
        start = parse_qs(urlsplit(src).query).get("start", [""])[0]
        moment = f"&t={start}" if start.isdecimal() else ""
        return f"https://www.youtube.com/watch?v={found[1]}{moment}"
    if found := _VIMEO.match(src):
        secret = parse_qs(urlsplit(src).query).get("h", [""])[0]
        tail = f"/{secret}" if re.fullmatch(r"[0-9a-f]{6,20}", secret) else ""
        return f"https://vimeo.com/{found[1]}{tail}"
    return src


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", " ".join(words.split()))
