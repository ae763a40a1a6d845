"""Reads Word documents (.docx), also those downloaded from Google Docs. Pure.

reading.py     all documents of the files: what a reader yields
documents.py   one document: is it one, what it says of itself, its text
converting.py  a document to HTML, in a process that can be killed
child.py       that process
parts.py       of which parts a document is made
preparing.py   a document made ready for the converter
numbering.py   which numbers lists go on with
code_fonts.py  code that only its font tells
equations.py   formulas, which are no text to it, as text
notes.py       footnotes and endnotes as ours

Nothing is imported here: the process must start fast.
"""
