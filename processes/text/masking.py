"""Code and comments of a text blanked out, so that what is found in it is not inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# One character for one character, so that positions stay; none that Markdown knows.
MASK = "\ufffc"

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_MARKER = re.compile(r"( *)([-*+]|\d{1,9}[.)])([ \t]+|$)")
_RAW = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
_ESCAPE_OR_TICKS = re.compile(r"\\[!-/:-@\[-`{-~]|`+|\n[ \t>]*(?=\n)")
_TICKS_OR_BLANK_LINE = re.compile(r"`+|\n[ \t>]*\n")
_VISIBLE = re.compile(r"[^\n]")


def mask_code(text: str) -> str:
    """Fenced and indented code, code spans and raw HTML that is shown as it stands."""
    text = "\n".join(_mask_blocks(text.split("\n")))
    text = _mask_spans(text)
    return hide(text, _raw(text))


def mask_comments(masked: str) -> str:
    """HTML comments, in a text whose code is masked already."""
    return hide(masked, _comments(masked))


def comments_in(masked: str) -> int:
    return sum(1 for _ in _comments(masked))


def hide(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text without these places, which come in order: sign for sign."""
    result, position = [], 0
    for start, end in places:
        result += [text[position:start], _VISIBLE.sub(MASK, text[start:end])]
        position = end
    return "".join([*result, text[position:]])


def _comments(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        close = text.find("-->", start + 4)
        if close < 0:  # looking for it from every beginning would be quadratic
            return
        end = close + 3
        yield start, end


def _raw(text: str) -> Iterator[tuple[int, int]]:
    """Elements whose text is shown as it stands, from tag to tag."""
    end = 0
    unclosed: set[str] = set()
    for opening in _RAW.finditer(text):
        name = opening[1].lower()
        if opening.start() < end or name in unclosed:
            continue
        close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, opening.end())
        if close is None:
            unclosed.add(name)
        else:
            end = close.end()
            yield opening.start(), end


def _mask_blocks(lines: list[str]) -> list[str]:
    result: list[str] = []
    position = 0
    blocks = _Indentation()
    while position < len(lines):
        opening = _FENCE.match(lines[position])
        if opening and not blocks.is_code(lines[position]):
            end = _end_of_fence(lines, position + 1, opening)
            result += [MASK * len(line) for line in lines[position:end]]
            position = end
            continue
        line = lines[position]
        result.append(MASK * len(line) if blocks.is_code(line) else line)
        blocks.take(line)
        position += 1
    return result


def _end_of_fence(lines: list[str], start: int, opening: re.Match[str]) -> int:
    """The index after the block; unclosed, it runs to the end of the text or of the quote."""
    quoted, fence = ">" in opening.group(), opening["fence"]
    for index in range(start, len(lines)):
        bare = lines[index].strip(" \t>") if quoted else lines[index].strip()
        if quoted and not lines[index].lstrip().startswith(">"):
            return index
        if len(bare) >= len(fence) and set(bare) == {fence[0]}:
            return index + 1
    return len(lines)


class _Indentation:
    """Which lines are indented code: four columns further in than the text around them."""

    def __init__(self) -> None:
        self.content = 0  # column where the text of the innermost list item starts
        self.after_blank = True
        self.in_code = False

    def is_code(self, line: str) -> bool:
        if not line.strip():
            return False
        return (self.after_blank or self.in_code) and _indent(line) >= self.content + 4

    def take(self, line: str) -> None:
        """Goes on to the next line."""
        if not line.strip():
            self.after_blank = True
            return
        self.in_code = self.is_code(line)
        if not self.in_code:
            self._enter(line)
        self.after_blank = False

    def _enter(self, line: str) -> None:
        marker = _MARKER.match(line.expandtabs(4))
        if marker:
            self.content = marker.end() if marker[3] else marker.end() + 1
        elif self.after_blank:
            self.content = min(self.content, _indent(line))


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _mask_spans(text: str) -> str:
    """Code spans: a run of backticks to the next run of the same length in the paragraph."""
    result, position = list(text), 0
    hopeless: set[int] = set()  # lengths that do not come again in this paragraph
    while match := _ESCAPE_OR_TICKS.search(text, position):
        position = match.end()
        if match.group().startswith("\n"):
            hopeless.clear()
        elif match.group().startswith("`") and len(match.group()) not in hopeless:
            end = _end_of_span(text, match)
            if end is None:
                hopeless.add(len(match.group()))
            else:
                result[match.start() : end] = _VISIBLE.sub(MASK, text[match.start() : end])
                position = end
    return "".join(result)


def _end_of_span(text: str, opening: re.Match[str]) -> int | None:
    for match in _TICKS_OR_BLANK_LINE.finditer(text, opening.end()):
        if match.group().startswith("\n"):
            return None
        if len(match.group()) == len(opening.group()):
            return match.end()
    return None
