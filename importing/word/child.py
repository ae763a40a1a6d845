"""The process that opens a document: python -m importing.word.child

A line and a document in, a JSON object out. It knows no settings and no database, and ends itself
when it takes too long or too much memory.
"""

from __future__ import annotations

import hashlib
import io
import json
import resource
import signal
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import mammoth

from importing.word.code_fonts import mark_code
from importing.word.numbering import numbered
from importing.word.preparing import prepared

SECONDS = 60  # of processor time
MEMORY = 2 * 1024**3
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name^='toc '] => !
p[style-name='Contents Heading'] => !
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p > em
p[style-name='caption'] => p > em
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
r[style-name='Source Code'] => code
r[style-name='HTML Code'] => code
r[style-name='Code'] => code
"""


def main() -> None:
    """The line is what addresses of pictures within the document begin with."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    prefix, _, given = sys.stdin.buffer.read().partition(b"\n")
    ready = prepared(given)
    result = mammoth.convert_to_html(
        io.BytesIO(ready.document),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(_addresses(given, prefix.decode())),
        transform_document=mark_code if ready.has_code else None,
    )
    json.dump({"html": numbered(result.value), "equations": ready.equations}, sys.stdout)


def _addresses(document: bytes, prefix: str) -> Callable[[Any], dict[str, str]]:
    """Pictures keep the place that they have within the document."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = {
            hashlib.sha256(archive.read(name)).digest(): name
            for name in archive.namelist()
            if "/media/" in name
        }

    def address(image: Any) -> dict[str, str]:
        with image.open() as stream:
            name = names.get(hashlib.sha256(stream.read()).digest(), "")
        return {"src": prefix + name if name else ""}

    return address


if __name__ == "__main__":
    main()
