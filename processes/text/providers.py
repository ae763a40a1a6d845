"""The hosts we know how to show in a frame: their pages' addresses, and those of their frames.

Each `find` checks every part it takes from an address; `frame` matches all that it composes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote


@dataclass(frozen=True, slots=True)
class Embed:
    """A page that may be shown in a frame. `title` is what to call it where nobody named it."""

    provider: str
    title: str
    frame: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A host we know: its other names, where its frames come from, how to find one."""

    also: frozenset[str]
    source: str
    frame: re.Pattern[str]  # every frame's address, whole
    find: Callable[[SplitResult], Embed | None]


def _first(parts: SplitResult, *names: str) -> str:
    """Return the first of these fields of the query; "" without any."""
    query = parse_qs(parts.query)
    return next((query[name][0] for name in names if name in query), "")


_VIDEO = r"[A-Za-z0-9_-]{11}"
_LIST = r"[A-Za-z0-9_-]{12,64}"
_ON_YOUTUBE = re.compile(rf"/(?:embed/|shorts/|live/|v/)({_VIDEO})/?")
_AFTER = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?")


def _youtube(parts: SplitResult) -> Embed | None:
    path = _ON_YOUTUBE.fullmatch(parts.path)
    video = path[1] if path else _first(parts, "v")
    if parts.netloc.lower() == "youtu.be":
        video = parts.path.strip("/")
    playlist = _first(parts, "list")
    frames = "https://www.youtube-nocookie.com/embed/"
    if re.fullmatch(_VIDEO, video):
        start = _seconds(_first(parts, "t", "start"))
        query = f"?start={start}" if start else ""
        return Embed("YouTube", "Video on YouTube", f"{frames}{video}{query}")
    if re.fullmatch(_LIST, playlist):
        return Embed("YouTube", "Playlist on YouTube", f"{frames}videoseries?list={playlist}")
    return None


def _seconds(moment: str) -> int:
    """Read `90`, `90s`, `1m30s`."""
    match = _AFTER.fullmatch(moment)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


_ON_VIMEO = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{5,12})(?:/([0-9a-f]{6,20}))?/?"
)


def _vimeo(parts: SplitResult) -> Embed | None:
    match = _ON_VIMEO.fullmatch(parts.path)
    if match is None:
        return None
    secret = match[2] or _first(parts, "h")  # of a video that is not listed
    query = f"?h={secret}&dnt=1" if re.fullmatch(r"[0-9a-f]{6,20}", secret) else "?dnt=1"
    frame = f"https://player.vimeo.com/video/{match[1]}{query}"
    return Embed("Vimeo", "Video on Vimeo", frame)


_ON_LOOM = re.compile(r"/(?:share|embed)/(?:[\w-]+-)?([0-9a-f]{32})/?")


def _loom(parts: SplitResult) -> Embed | None:
    match = _ON_LOOM.fullmatch(parts.path)
    frame = f"https://www.loom.com/embed/{match[1]}" if match else ""
    return Embed("Loom", "Recording on Loom", frame) if match else None


_ON_DOCS = re.compile(
    r"/(?:a/[\w.-]{1,100}/)?(document|spreadsheets|presentation)/(?:u/\d{1,2}/)?d/"
    r"(e/)?([A-Za-z0-9_-]{10,200})(?:/.*)?"
)
_GOOGLE = {
    "document": ("Google Docs", "Document in Google Docs", "preview", "pub?embedded=true"),
    "spreadsheets": ("Google Sheets", "Spreadsheet in Google Sheets", "preview", "pubhtml"),
    "presentation": ("Google Slides", "Presentation in Google Slides", "embed", "embed"),
}


def _google_docs(parts: SplitResult) -> Embed | None:
    match = _ON_DOCS.fullmatch(parts.path)
    if match is None:
        return None
    kind, published, key = match[1], match[2] or "", match[3]
    name, title, preview, public = _GOOGLE[kind]
    end = public if published else preview
    return Embed(name, title, f"https://docs.google.com/{kind}/d/{published}{key}/{end}")


_ON_DRIVE = re.compile(
    r"/(?:a/[\w.-]{1,100}/)?file/(?:u/\d{1,2}/)?d/([A-Za-z0-9_-]{10,200})(?:/.*)?"
)


def _google_drive(parts: SplitResult) -> Embed | None:
    match = _ON_DRIVE.fullmatch(parts.path)
    key = match[1] if match else _first(parts, "id") if parts.path == "/open" else ""
    if not re.fullmatch(r"[A-Za-z0-9_-]{10,200}", key):
        return None
    frame = f"https://drive.google.com/file/d/{key}/preview"
    return Embed("Google Drive", "File in Google Drive", frame)


_ON_FIGMA = re.compile(
    r"/(file|design|board|proto|slides|deck)/([0-9A-Za-z]{20,128})(?:/[^/]{0,300})?/?"
)


def _figma(parts: SplitResult) -> Embed | None:
    match = _ON_FIGMA.fullmatch(parts.path)
    if match is None:
        return None
    kind = "design" if match[1] == "file" else match[1]
    node = _first(parts, "node-id")
    at = f"&node-id={quote(node)}" if re.fullmatch(r"[0-9:I;-]{1,60}", node) else ""
    frame = f"https://embed.figma.com/{kind}/{match[2]}?embed-host=imprimatur{at}"
    return Embed("Figma", "Board in Figma" if kind == "board" else "Design in Figma", frame)


PROVIDERS: dict[str, Provider] = {
    "youtube.com": Provider(
        frozenset({"m.youtube.com", "music.youtube.com", "youtu.be", "youtube-nocookie.com"}),
        "https://www.youtube-nocookie.com",
        re.compile(
            rf"https://www\.youtube-nocookie\.com/embed/"
            rf"(?:{_VIDEO}(?:\?start=\d{{1,6}})?|videoseries\?list={_LIST})"
        ),
        _youtube,
    ),
    "vimeo.com": Provider(
        frozenset({"player.vimeo.com"}),
        "https://player.vimeo.com",
        re.compile(r"https://player\.vimeo\.com/video/\d{5,12}\?(?:h=[0-9a-f]{6,20}&)?dnt=1"),
        _vimeo,
    ),
    "loom.com": Provider(
        frozenset(),
        "https://www.loom.com",
        re.compile(r"https://www\.loom\.com/embed/[0-9a-f]{32}"),
        _loom,
    ),
    "docs.google.com": Provider(
        frozenset(),
        "https://docs.google.com",
        re.compile(
            r"https://docs\.google\.com/(?:document|spreadsheets|presentation)/d/(?:e/)?"
            r"[A-Za-z0-9_-]{10,200}/(?:preview|embed|pub\?embedded=true|pubhtml)"
        ),
        _google_docs,
    ),
    "drive.google.com": Provider(
        frozenset(),
        "https://drive.google.com",
        re.compile(r"https://drive\.google\.com/file/d/[A-Za-z0-9_-]{10,200}/preview"),
        _google_drive,
    ),
    "figma.com": Provider(
        frozenset({"embed.figma.com"}),
        "https://embed.figma.com",
        re.compile(
            r"https://embed\.figma\.com/(?:design|board|proto|slides|deck)/[0-9A-Za-z]{20,128}"
            r"\?embed-host=imprimatur(?:&node-id=[0-9A-Z%-]{1,120})?"
        ),
        _figma,
    ),
}
