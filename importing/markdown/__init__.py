"""Reads Markdown: files, front matter and headings. Knows no database.

reading.py       all files, as pages of an old wiki
page.py          one file
folders.py       folders as places, and the addresses that site generators give
front_matter.py  the lines above the text;  told.py: what they say of author, day, order, state
headline.py      titles and summaries
anchors.py       anchors set by hand
decoding.py      bytes to text
"""

from importing.markdown.reading import read

__all__ = ["read"]
