"""What python-markdown's stash holds until the end, and how its places are recognised."""

import re

from markdown.util import ETX, STX

PLACEHOLDER = re.compile(rf"{STX}wzxhzdk:(\d+){ETX}")


class BlockHtml(str):
    """HTML that stands by itself, not in a paragraph."""


class CodeHtml(BlockHtml):
    """The HTML of a code box, and the lines it was made from."""

    source: str = ""
