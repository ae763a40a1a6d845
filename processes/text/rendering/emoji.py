"""`:smile:` as on GitHub, for the sign itself; no pictures, which would come from elsewhere."""

import re
from functools import cache

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from pymdownx import gemoji_db

# One or more in a row; not within words and numbers: 10:30:45 is a time, a::x::b a path.
_SHORTCODES = r"(?<![\w:])(?::[a-z0-9+-][a-z0-9_+-]{0,60}:)+(?![\w:])"
_SHORTCODE = re.compile(r":[^:]+:")


class EmojiProcessor(InlineProcessor):
    """Write the sign; leave what is no shortcode as it is."""

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        found = [signs().get(code, "") for code in _SHORTCODE.findall(m.group())]
        return ("".join(found), m.start(), m.end()) if all(found) else (None, None, None)


@cache
def signs() -> dict[str, str]:
    """Return the sign for each shortcode, other names included; the same object each time."""
    known = {name: sign for name, facts in gemoji_db.emoji.items() if (sign := _sign(facts))}
    return known | {other: known[name] for other, name in gemoji_db.aliases.items()}


def _sign(facts: dict[str, str]) -> str:
    points = facts.get("unicode_alt") or facts.get("unicode", "")
    return "".join(chr(int(point, 16)) for point in points.split("-") if point)


def register(md: Markdown) -> None:
    """Add shortcodes to `md`."""
    md.inlinePatterns.register(EmojiProcessor(_SHORTCODES, md), "emoji", 70)
