"""Texts of an old wiki made fit for columns. Pure."""

from __future__ import annotations

import re

# What no text has, and no database takes.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """On one line, without what pads it and what cannot be written."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def writable(text: str) -> str:
    """With its lines, without what no database takes."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def cut(text: str, length: int) -> str:
    """At most `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def cut_words(text: str, length: int) -> str:
    """At most `length` characters, cut after a word, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head[: head.rfind(" ")] if " " in head[length // 2 :] else head).rstrip(" ,;:–-") + "…"
