"""HTML of any wiki as the Markdown of this one, faithful and fit to be edited. Pure.

converting.py   the whole way: HTML in, Markdown and what came of it out
tree.py         the page as a tree, without what no reader sees
blocks.py       paragraphs, headings, quotes and boxes
lists.py        lists, tasks, definitions
tables.py       tables as plain grids
code.py         blocks of code and their languages
media.py        pictures, recordings, pages in frames
inline.py       what stands in a line; formats.py says how it is marked
touching.py     addresses in a line, and where they end
escaping.py     signs that would become Markdown
wordpress/      what WordPress does with a text before it is HTML
"""

from importing.html.converting import Converted, convert

__all__ = ["Converted", "convert"]
