"""The one style sheet of the pages: what the wiki's own pages of text need of theirs."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders

STYLE = "style.css"

_COMPONENTS = (
    "article badge breadcrumbs callout contents diagram embed facts list prose seal syntax trust"
)
_FILES = [
    *("layers", "reset", "tokens", "base", "layout"),
    *(f"components/{name}" for name in _COMPONENTS.split()),
    *("utilities", "offline"),
]


def style() -> str:
    """All of it in one text, what is for paper alone at its end."""
    parts = [_read(name) for name in _FILES]
    return "\n".join([*parts, f"@media print {{\n{_read('print')}}}\n"])


def _read(name: str) -> str:
    found = finders.find(f"css/{name}.css")
    if not isinstance(found, str):
        raise FileNotFoundError(f"css/{name}.css")
    return Path(found).read_text(encoding="utf-8")
