"""Signs by their names, as the renderer knows them."""

from __future__ import annotations

from processes.suggesting.suggestion import SHOWN, Suggestion
from processes.text.rendering.emoji import signs


def emoji(typed: str) -> list[Suggestion]:
    """Signs whose name holds what was typed, likeliest first, each once (no query)."""
    key = typed.casefold().strip(":").replace(" ", "_")
    if not key:
        return []
    ranked = sorted((rank, len(name), name) for name in signs() if (rank := _rank(name, key)) < 3)
    found: dict[str, str] = {}
    for *_, name in ranked:
        found.setdefault(signs()[name], name)
        if len(found) == SHOWN:
            break
    return [Suggestion(name, sign, name, "emoji") for sign, name in found.items()]


def _rank(name: str, key: str) -> int:
    """0 where the name begins so, 1 where one of its words does, 2 where it stands within."""
    bare = name.strip(":")
    if bare.startswith(key):
        return 0
    if f"_{key}" in bare:
        return 1
    return 2 if key in bare else 3
