"""Titles, names and summaries, as people read them. Pure."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

SUMMARY_LENGTH = 300
TITLE_FROM_TEXT = 60

# A title may have a few tags; all else in angle brackets is meant: “List<String>”, “a <b and c> d”.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|small|span"
    r"|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<!--.*?-->|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s[^\[\]]*)?/?\]", re.IGNORECASE)


def title(text: str) -> str:
    """Without tags, entities and what cannot be seen."""
    return _one_line(unescape(_TAG.sub(" " if "<br" in text.lower() else "", text)))


def name(text: str) -> str:
    """Of a category or a person: entities, but no tags (“R&amp;D <new>” is no tag)."""
    return _one_line(unescape(text))


def summary(excerpt: str) -> str:
    """An excerpt as one plain paragraph of the length that a summary may have."""
    text = _SHORTCODE.sub(" ", _ANY_TAG.sub(" ", excerpt[:20_000]))
    return shorten(_one_line(unescape(text)), SUMMARY_LENGTH)


def first_words(html: str) -> str:
    """A title for what has none."""
    text = _SHORTCODE.sub(" ", _ANY_TAG.sub(" ", html[:20_000]))
    return shorten(_one_line(unescape(text)), TITLE_FROM_TEXT)


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut after a word."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head[: head.rfind(" ")] if " " in head[length // 2 :] else head).rstrip(" ,;:–-") + "…"


def _one_line(text: str) -> str:
    text = "".join(
        sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs") or sign.isspace()
    )
    return " ".join(text.split())
