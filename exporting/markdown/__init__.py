"""The wiki as Markdown files, to take along: see `importing.imprimatur.format`."""

from exporting.markdown.writing import write
from importing.imprimatur.format import README

# What every folder has beside its pages, without the ending.
INDEX = README.removesuffix(".md")

__all__ = ["INDEX", "write"]
