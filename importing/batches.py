"""Many keys, asked of the database some at a time. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Key = TypeVar("Key")


def in_batches(keys: Sequence[Key], size: int) -> Iterator[Sequence[Key]]:
    """The keys in their order, at most `size` at a time; nothing where there are none."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
