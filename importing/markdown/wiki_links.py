"""Links by the name of a page: `[[Page]]`, `[[Page|label]]`, `![[picture.png]]`. Pure.

Obsidian and most wikis of Git forges name a page by its file, wherever that lies; GitHub's puts the
label first. What is found becomes a link of Markdown to that file; the rest stays, since this wiki
finds pages by their titles as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from importing.files.naming import folded
from importing.markdown.folders import as_address
from processes.text.masking import mask_code

_PAGES = (".md", ".markdown", ".mdx")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif")
_LINK = re.compile(r"(?P<shown>!?)\[\[(?P<inner>[^\[\]\n]{1,400})\]\](?!\()")
_URL = re.compile(r"https?://\S+\Z")
_SIZE = re.compile(r"\d+(?:x\d+)?\Z")
_WITH_A_LABEL_FIRST = ("home", "_sidebar", "_footer")


class Names:
    """Of all files of a wiki."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_last: dict[str, list[str]] = {}
        self.has_labels_first = False
        for name in names:
            stem = _stem(name)
            self._by_last.setdefault(_key(stem.rpartition("/")[2]), []).append(name)
            self.has_labels_first |= stem.lower() in _WITH_A_LABEL_FIRST[1:]

    def find(self, wanted: str, folder: str) -> str | None:
        """The file that is called so, and lies nearest to a page in that folder."""
        wanted = wanted.strip().removeprefix("./").lstrip("/")
        while wanted.startswith("../"):
            wanted, folder = wanted[3:], folder.rpartition("/")[0]
        key = _key(_stem(wanted))
        if not key:
            return None
        last = key.rpartition("/")[2]
        found = [
            name
            for name in self._by_last.get(last, ())
            if f"/{_key(_stem(name))}".endswith(f"/{key}")
            and (not _has_ending(wanted) or folded(name).endswith(folded(_ending(wanted))))
            and (_has_ending(wanted) or name.lower().endswith(_PAGES))
        ]
        return min(found, key=lambda name: _distance(name, folder), default=None)


def left(body: str) -> list[str]:
    """The pages that `[[links]]` still name: those of no file. This wiki may have such a title."""
    if "[[" not in body:
        return []
    found = (match["inner"] for match in _LINK.finditer(mask_code(body)))
    names = (one.partition("|")[0].partition("#")[0].strip() for one in found)
    return [name for name in names if name]


def settle(body: str, path: str, names: Names) -> str:
    """The same text with links that say where they lead."""
    if "[[" not in body:
        return body
    pieces, end = [], 0
    for match in _LINK.finditer(mask_code(body)):
        inner = body[slice(*match.span("inner"))].replace("\\|", "|")
        if made := _made(inner, bool(match["shown"]), path, names):
            pieces += [body[end : match.start()], made]
            end = match.end()
    return "".join((*pieces, body[end:]))


def _made(inner: str, is_shown: bool, path: str, names: Names) -> str:
    folder = path.rpartition("/")[0]
    parts = [part.strip() for part in inner.split("|")]
    first, last = parts[0], parts[-1]
    if len(parts) > 1 and names.has_labels_first and not first.startswith("#"):
        turned = [(last, first), (first, last)]
    else:
        turned = [(first, last), (last, first)]
    for target, label in dict.fromkeys(turned):
        if _URL.match(target):
            return f"[{_label(label)}](<{target}>)"
        page, between, section = target.partition("#")
        if not page and section:
            return f"[{_label(section if label == target else label)}](#{quote(section)})"
        if found := names.find(page, folder):
            shown = is_shown or label.startswith("alt=")
            return _to_file(found, between + quote(section), parts, target, label, shown)
    if names.has_labels_first and len(parts) == 2:
        return f"[[{last}|{first}]]"
    return ""


def _to_file(
    found: str, section: str, parts: list[str], target: str, label: str, is_shown: bool
) -> str:
    address = as_address(found)
    if found.lower().endswith(_PICTURES) and (is_shown or len(parts) == 1):
        words = [part for part in parts if part != target and not _SIZE.match(part)]
        alt = words[0].removeprefix("alt=") if words else ""
        return f"![{_label(alt)}](<{address}>)"
    if found.lower().endswith(_PAGES):
        section = "" if section.startswith("#%5E") else section.rpartition("#")[2] and section
        if label == target and section:
            label = target.replace("#", " › ")
        return f"[{_label(label)}](<{address}{section}>)"
    return f"[{_label(label)}](<{address}>)"


def _label(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", text)


def _stem(name: str) -> str:
    for ending in _PAGES:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _ending(name: str) -> str:
    dot = name.rpartition("/")[2].rpartition(".")
    return f".{dot[2]}" if dot[1] else ""


def _has_ending(name: str) -> bool:
    return _ending(name).lower() in (*_PAGES, *_PICTURES, ".pdf", ".docx", ".xlsx", ".pptx", ".zip")


def _key(name: str) -> str:
    """Wikis write a dash for a blank, and a sign for what no file may be called."""
    plain = unquote(name) if "%" in name else name
    plain = folded(plain).replace("\N{HYPHEN}", "-").replace("_", "-")
    return re.sub(r"[\s-]+", "-", plain)


def _distance(name: str, folder: str) -> tuple[bool, int, str]:
    """In the same folder first, then the one whose path is shortest."""
    return name.rpartition("/")[0] != folder, name.count("/"), name
