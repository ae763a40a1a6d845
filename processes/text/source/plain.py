"""A bit of Markdown without its signs, as far as a scanner can tell."""

from __future__ import annotations

import re
from html import unescape

from processes.text.rendering.emoji import signs

# Nobody reads more of a heading or a label, and no hostile one may cost more.
_LONGEST = 1000

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>[^`]*)(?P=ticks)(?!`)"
    r"|!\[(?P<alt>[^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]]*\])"
    r"|\[\[(?P<page>[^\[\]|]*)(?:\|(?P<shown>[^\[\]]*))?\]\]"
    r"|\[\^[^\[\]\s]+\]"
    r"|\[(?P<label>[^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]]*\])"
    r"|<(?P<url>https?://[^<>\s]*)>|</?[a-zA-Z][^<>]*>"
)
_SIGNS = re.compile(r"\*+|~~|==|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z0-9+-][a-z0-9_+-]{0,60}:(?!\w)")
_MARKED = re.compile(r"[\\`!\[<*~=_:&\ue000-\uf8ff]")
# What is protected while signs are taken away: letters, so that they hold words together.
_KEPT = re.compile("[\ue000-\uf8ff]")


def plain(markup: str) -> str:
    """The text that readers see of a heading or a label, in one line."""
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return chr(0xE000 + len(kept) - 1)

    def take(match: re.Match[str]) -> str:
        for name in ("escaped", "code", "url"):
            if (found := match[name]) is not None:
                return keep(found)
        words = next((match[n] for n in ("alt", "shown", "page", "label") if match[n]), "")
        return words or ""

    if not _MARKED.search(markup[:_LONGEST]):
        return " ".join(markup[:_LONGEST].split())
    text = _KEPT.sub("", markup[:_LONGEST])
    for _ in range(2):  # a picture in the label of a link
        text = _TOKEN.sub(take, text)
    text = _SHORTCODE.sub(lambda match: signs().get(match.group(), match.group()), text)
    text = _SIGNS.sub("", text)
    text = _KEPT.sub(lambda match: kept[ord(match.group()) - 0xE000], text)
    return " ".join(unescape(text).split())
