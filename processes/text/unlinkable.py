"""The parts of a Markdown text in which no `[[link]]` may be put, blanked out.

Rather too much than too little: a mention that is passed over costs less than a text that breaks.
"""

import re
from collections.abc import Iterator

from processes.text.masking import MASK, hide, mask_code, mask_comments
from processes.text.rendering.raw_html import BLOCKS, VERBATIM

# What stands before the text of a line in a quote or a list.
_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_CODE_IN_QUOTE = re.compile(r"[>*+.)-](?: {5}| ?\t)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_DEFINITION = re.compile(r"\[[^\]\n]+\]:")
_CALLOUT = re.compile(r"\[!\w+\]")
_HTML = re.compile(rf"<!|</?(?:{BLOCKS}|{VERBATIM})(?=\s|/?>|$)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_HOLDING_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>a|code|kbd|samp|button|svg|math)\b[^<>]*>", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|mailto:|tel:|www\.)\S+", re.IGNORECASE)
_BRACKET_OR_BLANK_LINE = re.compile(r"\\.|[\[\]]|\n[ \t>]*(?=\n)")
_IN_PARAGRAPH = r"(?:[^()\n]|\n(?![ \t>]*\n))"
# An address that is not closed takes the rest of its paragraph with it.
_ADDRESS = re.compile(
    rf"\((?:{_IN_PARAGRAPH}|\({_IN_PARAGRAPH}*\))*\)"
    r"|\((?:[^\n]|\n(?![ \t>]*\n))*|\[[^\]\n]*\]"
)
# A backtick that is left may still make code of what follows in its paragraph: ```so`.
_UNPAIRED = re.compile(r"`(?:[^\n]|\n(?![ \t>]*\n))*")
_VISIBLE = re.compile(r"[^\n]")


def mask_unlinkable(source: str) -> str:
    """The text with everything hidden in which a link would be wrong, sign for sign."""
    text = mask_comments(mask_code(source))
    unpaired = [match.span() for match in _UNPAIRED.finditer(text)]
    text = _mask_lines(text, source)
    text = _mask_held(text)
    text = _mask_brackets(text)
    text = hide(text, unpaired)
    return _URL.sub(_hide, _TAG.sub(_hide, text))


def _mask_lines(text: str, source: str) -> str:
    """Headings, definitions, footnotes, callouts' first lines and blocks of HTML."""
    lines, written = text.split("\n"), source.split("\n")
    bare = [line[_end(_PREFIX.match(line)) :] for line in lines]
    result = []
    in_html = in_note = after_blank = False
    for number, line in enumerate(lines):
        words = bare[number]
        if not words.strip():
            in_html, after_blank = False, True
            result.append(line)
            continue
        in_note = in_note and (not after_blank or line.startswith(("    ", "\t")))
        in_note = in_note or _DEFINITION.match(words) is not None
        in_html = in_html or _HTML.match(words) is not None
        before, first = line[: len(line) - len(words)], written[number][len(line) - len(words)]
        alone = (
            _HEADING.match(words)
            or _CODE_IN_QUOTE.search(before)
            or _CALLOUT.match(words)
            or _is_underlined(bare, number)
            # What follows a comment on its line is HTML, too.
            or (words.startswith(MASK) and first != "`")
        )
        hidden = in_note or in_html or alone
        result.append(MASK * len(line) if hidden else line)
        after_blank = False
    return "\n".join(result)


def _is_underlined(bare: list[str], number: int) -> bool:
    return number + 1 < len(bare) and _UNDERLINE.match(bare[number + 1]) is not None


def _mask_held(text: str) -> str:
    """What stands between `<a …>` and `</a>`, and in other elements that hold no links."""
    result, position, opened, name = [], 0, -1, ""
    for tag in _HOLDING_TAG.finditer(text):
        if opened < 0 and not tag["end"]:
            opened, name = tag.start(), tag["name"].lower()
        elif opened >= 0 and tag["end"] and tag["name"].lower() == name:
            result += [text[position:opened], _blank(text[opened : tag.end()])]
            position, opened = tag.end(), -1
    return "".join([*result, text[position:]])


def _mask_brackets(text: str) -> str:
    """All in square brackets, with the address behind them: links of every kind, images, notes."""
    result, position = [], 0
    for start, end in _outermost(text):
        if start >= position:  # else it stands in an address that is hidden already
            address = _ADDRESS.match(text, end)
            end = address.end() if address else end
            result += [text[position:start], _blank(text[start:end])]
            position = end
    return "".join([*result, text[position:]])


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """Pairs of brackets that lie in no other pair; none reaches beyond its paragraph."""
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for found in _BRACKET_OR_BLANK_LINE.finditer(text):
        sign = found.group()
        if sign == "[":
            opened.append(found.start())
        elif sign == "]" and opened:
            start = opened.pop()
            while closed and closed[-1][0] > start:
                closed.pop()
            closed.append((start, found.end()))
        elif sign.startswith("\n"):
            opened.clear()
            yield from closed
            closed.clear()
    yield from closed


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _hide(match: re.Match[str]) -> str:
    return _blank(match.group())


def _blank(text: str) -> str:
    return _VISIBLE.sub(MASK, text)
