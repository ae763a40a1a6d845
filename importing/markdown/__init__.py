"""Reads Markdown: files, front matter and headings. Knows no database.

reading.py       all files, as pages of an old wiki
page.py          one file
folders.py       folders as places, and the addresses that site generators give
front_matter.py  the lines above the text;  told.py: what they say of author, day, order, state
headline.py      titles and summaries
anchors.py       anchors set by hand
decoding.py      bytes to text
site.py          what files beside the pages tell: roots, hosts;  outlines.py: order and titles;
                 settings_files.py: YAML and lines of settings
wiki_links.py    `[[Page]]` and `![[picture]]`, by the names of files
embedded.py      pictures within the text;  including.py: texts of other files
dialects.py      what is no Markdown, as ours: boxes (dialect_boxes.py, and between tags
                 dialect_tags.py, of MyST dialect_directives.py), marks on a line
                 (dialect_marks.py) and within it (dialect_inline.py)
"""

from importing.markdown.reading import read

__all__ = ["read"]
