"""The words of the company, and where a page says them.

A term belongs to a department. Who may read the department may read the term; on a page, terms of
departments that are open to the whole company are explained, and those of the page's own
department and of the departments above it.
"""

from processes.glossary.marking import marked
from processes.glossary.reading import (
    in_words,
    letter_of,
    letters,
    matching,
    readable_by,
)
from processes.glossary.speaking import Vocabulary, avoided, vocabulary, written_ways

__all__ = [
    "Vocabulary",
    "avoided",
    "in_words",
    "letter_of",
    "letters",
    "marked",
    "matching",
    "readable_by",
    "vocabulary",
    "written_ways",
]
