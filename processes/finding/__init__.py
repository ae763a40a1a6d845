"""What a search finds beside pages, and what the searches of a company say about its pages.

Everything here is for one reader: people, tools, terms and files are found through pages and
departments that they may read, and through nothing else.
"""

from processes.finding.entries import terms, tools
from processes.finding.files import files
from processes.finding.filters import Choice, Group, choices, chosen, with_filter, without_filter
from processes.finding.matching import Asked
from processes.finding.people import MOST_PAGES, Knowing, people
from processes.finding.searched import (
    forget_searches,
    key_of,
    note,
    note_opened,
    token,
)
from processes.finding.tags import tags
from processes.finding.unmet import (
    found_nothing,
    most_wanted,
    nothing_opened,
    searches_of,
    totals,
)

__all__ = [
    "MOST_PAGES",
    "Asked",
    "Choice",
    "Group",
    "Knowing",
    "choices",
    "chosen",
    "files",
    "forget_searches",
    "found_nothing",
    "key_of",
    "most_wanted",
    "note",
    "note_opened",
    "nothing_opened",
    "people",
    "searches_of",
    "tags",
    "terms",
    "token",
    "tools",
    "totals",
    "with_filter",
    "without_filter",
]
