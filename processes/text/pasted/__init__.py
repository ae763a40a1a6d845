"""What was copied in another program, as Markdown: HTML of a clipboard in, clean text out. Pure.

    reading.py      the whole way, in order
    cleaning.py     what is no text goes: comments, styles, hidden parts, buttons
    word.py         Word's own: lists that are paragraphs, notes and comments beside the text
    lists.py        nested lists as Google, Word Online and web pages write them
    formats.py      bold, italic, code by tag and by style, each piece of text for itself
    code.py         paragraphs in a typewriter's letters are a block of code
    paragraphs.py   lines become paragraphs
    tables.py       a plain grid of each table; what is only laid out as one is none
    addresses.py    links without their detours and trackers
    pictures.py     pictures out of the text, with marks in their places
    writing.py      what is left as Markdown, by markdownify
    escaping.py     signs that would become Markdown

It may take long on hostile text: the caller sets a limit.
"""

from processes.text.pasted.pictures import MARK, Found
from processes.text.pasted.reading import Pasted, read

__all__ = ["MARK", "Found", "Pasted", "read"]
