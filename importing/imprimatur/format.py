"""The format of our own exports: what is called how, and where it lies in the archive. Pure.

    README.md  manifest.json                what it is, and what of it there must be
    departments.json  people.json  tags.json  terms.json  tools.json  templates.json
    attachments.json  attachments/<name>    pictures and files under the names they had
    <department>/<department>/<page>.md     front matter, the title, the text
    discussion/<as above>.json              what was said below it on an older wiki
    history/<as above>/0003.md              with history: each version, and
    history/<as above>/decisions.jsonl      what was decided

Links between pages are relative, so that they work on a disk and where such files are shown. What
the author wrote instead stands in the front matter (`links`), so that the way back is exact.
"""

from __future__ import annotations

import re

FORMAT = "imprimatur"
VERSION = 1

MANIFEST = "manifest.json"
README = "README.md"
DEPARTMENTS, PEOPLE, TAGS = "departments.json", "people.json", "tags.json"
TERMS, TOOLS, TEMPLATES = "terms.json", "tools.json", "templates.json"
ATTACHMENTS = "attachments.json"
ATTACHMENT_FOLDER, DISCUSSION_FOLDER, HISTORY_FOLDER = "attachments", "discussion", "history"
DECISIONS = "decisions.jsonl"
# First parts of paths that no department may have.
TAKEN = frozenset((ATTACHMENT_FOLDER, DISCUSSION_FOLDER, HISTORY_FOLDER))

_OPENING, _CLOSING = "---\n", "\n---\n\n"
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")


def escaped(words: str) -> str:
    """Words as Markdown that shows them as they are."""
    return _SIGNS.sub(r"\\\1", words)


def headline(title: str) -> str:
    """How the title stands above the text of a page."""
    return f"# {escaped(title)}\n\n"


def joined(front_matter: str, title: str, body: str) -> str:
    """The file of a page. `front_matter` is YAML without the lines around it."""
    return f"{_OPENING}{front_matter.rstrip()}{_CLOSING}{headline(title)}{body}"


def parted(text: str) -> tuple[str, str]:
    """Front matter and what follows it, as `joined` put them together. Raises ValueError."""
    text = text.removeprefix("\ufeff")
    if not text.startswith(_OPENING):
        raise ValueError("It does not begin with front matter.")
    front_matter, found, rest = text[len(_OPENING) :].partition(_CLOSING)
    if not found:
        raise ValueError("Its front matter has no end.")
    return front_matter, rest


def without_headline(text: str, title: str) -> str:
    """The text below the title; the whole where somebody took the title away."""
    return text.removeprefix(headline(title))
