"""A WordPress export (WXR 1.0 to 1.2, one file or several), as pages, places, files and people.

choosing_files.py   which of the files are exports
decoding.py   bytes to UTF-8; parsing.py and elements.py XML to elements, bounded
survey.py     the first reading: is all of it sound, who and what is in it
exports.py    what it found; index.py keeps that outside of memory
reading.py    the second reading: pages, one after the other, and what is to say of them
pages.py      an item as a page; filing.py where it stood, remarks.py what was said below it
kinds.py      types and statuses; terms.py, taxonomies.py categories and tags
uploads.py    files and all their addresses; media.py what makes two of them the same
people.py, dates.py, words.py, addresses.py, blocks.py, texts.py   parts of a page
tally.py      what the export holds, in numbers
"""

from importing.wordpress.reading import read

__all__ = ["read"]
