"""Tags: words by which pages of several departments belong together.

They file a page, as its department does, and are no part of its text: nobody approves them.
Whether somebody may set them is asked by `workflow.set_tags`; `put` is for an import.
"""

from processes.tagging.naming import MOST, cleaned
from processes.tagging.reading import Counted, commonest, counted, listed, of, pages_with, read
from processes.tagging.recording import put

__all__ = [
    "MOST",
    "Counted",
    "cleaned",
    "commonest",
    "counted",
    "listed",
    "of",
    "pages_with",
    "put",
    "read",
]
