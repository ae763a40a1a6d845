"""The wiki as pages to read in a browser without the wiki: relative links, no script."""

from exporting.offline.writing import write

# What every folder has beside its pages, without the ending.
INDEX = "index"

__all__ = ["INDEX", "write"]
