"""Footnotes of the editor and of plugins, as the wiki has them: a sign in the text, words below."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from importing.counting import count_html
from importing.html.shapes import Converted

# A sign that no conversion touches stands for a note meanwhile; none of them is a letter.
_FIRST, _MOST = 0xF500, 1000
_SIGN = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST - 1)}]")
_REFERENCE = re.compile(
    r"<sup\b[^<>]*\bdata-fn=[\"']?(?P<id>[\w-]{1,80})[\"']?[^<>]*>(?:(?!</sup>).){0,600}</sup>",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class Notes:
    """The HTML of each note of one text, in the order of their signs. `known` are those that are
    kept beside the text, by name."""

    known: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    _signs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def told(cls, text: str) -> Notes:
        """From the JSON in which the editor of blocks keeps them; what is none has none."""
        try:
            rows = json.loads(text) if text else []
        except (ValueError, RecursionError):
            rows = []
        rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return cls({str(row.get("id", "")): str(row.get("content", "")) for row in rows})

    def sign(self, html: str, name: str = "") -> str:
        """What stands in the text for a note; a named one may stand there twice."""
        if name and name in self._signs:
            return self._signs[name]
        if len(self.texts) >= _MOST or not html.strip():
            return f" ({html.strip()})" if html.strip() else ""
        self.texts.append(html)
        sign = chr(_FIRST + len(self.texts) - 1)
        if name:
            self._signs[name] = sign
        return sign

    def referred(self, html: str) -> str:
        """The text with signs where the editor refers to a note that is known."""
        if "data-fn" not in html:
            return html

        def instead(match: re.Match[str]) -> str:
            note = self.known.get(match["id"], "")
            return self.sign(note, match["id"]) if note else match[0]

        return _REFERENCE.sub(instead, html)

    def below(self) -> str:
        """Those that are known and that nothing in the text refers to, as a list."""
        left = [note for name, note in self.known.items() if name not in self._signs and note]
        return f"<ol>{''.join(f'<li>{note}</li>' for note in left)}</ol>" if left else ""


def without_signs(text: str) -> str:
    """Signs of icon fonts that would be taken for ours."""
    return _SIGN.sub("", text)


def put_below(page: Converted, notes: Notes, convert: Callable[[str], Converted]) -> Converted:
    """The page with `[^1]` for each sign, and the notes behind it in the order of the text."""
    if not notes.texts:
        return page
    found = list(dict.fromkeys(_SIGN.findall(page.markdown)))
    numbers = {sign: number for number, sign in enumerate(found, 1)}
    made = [convert(notes.texts[ord(sign) - _FIRST]) for sign in found]
    text = _SIGN.sub(lambda match: f"[^{numbers[match[0]]}]", page.markdown)
    rows = [f"[^{number}]: {_indented(one)}" for number, one in enumerate(made, 1)]
    before, dropped = page.before, page.dropped
    for sign, one in zip(found, made, strict=True):
        before += count_html(f"<ol><li>{notes.texts[ord(sign) - _FIRST]}</li></ol>")
        dropped += one.dropped
    return replace(
        page,
        markdown="\n\n".join([text.rstrip("\n"), *rows]) + "\n",
        before=before,
        dropped=dropped,
    )


def _indented(note: Converted) -> str:
    lines = note.markdown.strip().split("\n")
    return "\n".join([lines[0], *(f"    {line}" if line else "" for line in lines[1:])])
