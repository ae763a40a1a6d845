"""Texts that pages take in from other files: `{% include x.md %}` and its like, alone on a line."""

from __future__ import annotations

import re

from importing.files import Broken, Files
from importing.markdown import front_matter
from importing.markdown.decoding import NotText, decode
from importing.markdown.wiki_links import Names
from processes.text.masking import mask_code

MARKS = (b"include", b"--8<--", b"readfile")
MOST = 100  # in one page
_LINE = re.compile(
    r"^[ \t]*(?:\{%-?[ \t]*include(?:_relative|-markdown)?[ \t]+(?P<liquid>[^%{}\n]{1,300}?)"
    r"[ \t]*-?%\}"
    r"|\{\{[<%][ \t]*(?:include|readfile)[ \t]+(?P<hugo>[^{}\n]{1,300}?)[ \t]*/?[>%]\}\}"
    r"|\{\{#include[ \t]+(?P<book>[^{}\n]{1,300}?)[ \t]*\}\}"
    r"|-{1,2}8<-{1,2}[ \t]+(?P<snippet>[\"'][^\"'\n]{1,300}[\"']))[ \t]*$",
    re.MULTILINE,
)
_FILE = re.compile(r"[\w ./@+-]+\.(?:md|markdown)\b(?![\w:])")


def take_in(text: str, path: str, files: Files, names: Names, most: int) -> str:
    """The text with those files in it, as far as they are there and it stays below `most` bytes;
    what they take in themselves stays to be seen."""
    pieces, end, size = [], 0, len(text)
    for match in list(_LINE.finditer(mask_code(text)))[:MOST]:
        told = _FILE.search(next(filter(None, match.groups()), ""))
        found = names.find(told[0].strip(), path.rpartition("/")[0]) if told else None
        part = _text(files, found, most) if found and found != path else ""
        size += len(part)
        if part and size < most:
            pieces += [text[end : match.start()], part]
            end = match.end()
    return "".join((*pieces, text[end:]))


def _text(files: Files, name: str, most: int) -> str:
    try:
        return front_matter.split(decode(files.read(name, most))[0])[1].strip("\n")
    except (Broken, NotText, OSError):
        return ""
