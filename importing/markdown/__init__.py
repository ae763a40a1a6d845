"""Reads Markdown: files, front matter, headings and links. Knows no database."""

from importing.markdown.folder import read_folder
from importing.markdown.scanning import Form, Found, scan

__all__ = ["Form", "Found", "read_folder", "scan"]
