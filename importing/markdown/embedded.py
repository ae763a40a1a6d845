"""Pictures written into the text itself, as Google Docs and Typora do: taken out as files."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote

from importing.files import Files
from importing.source import File

MARK = b"data:image/"
_ENDINGS = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "gif": "gif", "webp": "webp"}
_PICTURE = re.compile(
    r"(?P<before>\]\([ \t]{0,9}<?|\]:[ \t]{0,9}<?|\bsrc[ \t]{0,9}=[ \t]{0,9}[\"'])"
    r"data:image/(?P<kind>png|jpe?g|gif|webp)(?:;[\w=-]{1,40}){0,3};base64,"
    r"(?P<bytes>[A-Za-z0-9+/=%_-]{16,}+)",
    re.IGNORECASE,
)


def take_out(text: str, files: Files) -> tuple[str, list[File]]:
    """The text with addresses instead of pictures, and the files that lie there now.

    What is no picture at all stays, and is told as any that cannot be shown.
    """
    found = list(_pictures(text))
    for match, _, name in reversed(found):
        text = f"{text[: match.start()]}{match['before']}/{name}{text[match.end() :]}"
    kept = {name: content for _, content, name in found}
    return text, [File((f"/{name}",), files.add(name, content)) for name, content in kept.items()]


def _pictures(text: str) -> Iterator[tuple[re.Match[str], bytes, str]]:
    for match in _PICTURE.finditer(text):
        written = unquote(match["bytes"])
        try:
            content = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
        except (binascii.Error, ValueError):
            continue
        digest = hashlib.sha256(content).hexdigest()[:16]
        yield match, content, f"picture-{digest}.{_ENDINGS[match['kind'].lower()]}"
