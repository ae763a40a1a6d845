"""What the log says of an imported page."""

from __future__ import annotations

import re

from importing.models import Import

MARKER = "Imported into "
_INTO = re.compile(r" \(/[^()]*/\)\Z")


def marker(department: str, source: str, key: str) -> str:
    """“Imported into /handbook/ from handbook/tools/slack.md”."""
    return f"{MARKER}/{department}/ from {source}/{key}"


def folder_of(run: Import) -> str:
    """The old wiki, without where it went."""
    return _INTO.sub("", run.source).removeprefix("https://").removeprefix("http://").rstrip("/")
