"""Inline styles of a clipboard's HTML, as far as they say something about the text."""

from __future__ import annotations

import re

from bs4 import Tag

# A family in front of all others that programs show code in.
_TYPEWRITER = re.compile(
    r"mono|courier|consol|menlo|monaco|inconsolata|cascadia|fira code|source code", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")


def styles_of(tag: Tag) -> dict[str, str]:
    """The declarations of its `style`, in small letters; the last of each name counts."""
    found = _DECLARATION.findall(str(tag.get("style") or ""))
    return {name.lower(): value.strip().lower() for name, value in found}


def classes_of(tag: Tag) -> set[str]:
    given = tag.get("class") or []
    return set(given.split() if isinstance(given, str) else given)


def is_bold(weight: str) -> bool | None:
    """None where the weight says nothing of its own (inherit and its like)."""
    if weight.isdecimal():
        return int(weight[:4]) >= 600
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight)


def is_typewriter(styles: dict[str, str]) -> bool | None:
    """None where no family is named."""
    family = styles.get("font-family")
    return bool(_TYPEWRITER.search(family.partition(",")[0])) if family else None


def is_hidden(styles: dict[str, str]) -> bool:
    return styles.get("display") == "none" or styles.get("mso-hide") == "all"
