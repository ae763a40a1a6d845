"""Boxes as Notion's Markdown has them, `<aside>` with a sign, as ours. Pure."""

from __future__ import annotations

import re

_ASIDE = re.compile(
    r"^(?P<indent>[ \t]*)<aside>[ \t]*\n(?P<text>(?:(?!<aside>).)*?)\n?[ \t]*</aside>[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_ICON = re.compile(r'<img src="[^"\n]*"[^>\n]*>|[^\w\s<>\[\]()*#`"\'“”‘’.,;:!?&/\\|@%+=~^$-]+')
_KINDS = {
    "💡": "TIP", "✅": "TIP", "👍": "TIP", "🎉": "TIP", "⭐": "TIP",
    "⚠": "WARNING", "🚨": "WARNING", "⛔": "WARNING", "🛑": "WARNING", "❗": "WARNING",
    "‼": "WARNING", "🔥": "WARNING", "❌": "WARNING", "📌": "IMPORTANT", "📣": "IMPORTANT",
    "🔔": "IMPORTANT", "☝": "IMPORTANT",
}  # fmt: skip


def kind_of(sign: str) -> str:
    """Which of our boxes a sign stands for."""
    return next((kind for mark, kind in _KINDS.items() if sign.startswith(mark)), "NOTE")


def call_out(markdown: str) -> str:
    """All boxes of a text without code."""
    return _ASIDE.sub(_callout, markdown)


def _callout(found: re.Match[str]) -> str:
    indent, text = found["indent"], found["text"]
    lines = [line.removeprefix(indent) for line in text.strip("\n").split("\n")]
    icon = _ICON.match(lines[0]) if lines else None
    sign = icon[0] if icon else ""
    if icon:
        lines[0] = lines[0][icon.end() :].strip()
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    head = f"[!{kind_of(sign)}]"
    return "\n".join(f"{indent}> {line}".rstrip() for line in [head, *lines])
