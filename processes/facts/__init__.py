"""What is told beside the text of a page: when it begins, who does what, with which tools.

Facts are a dictionary as `Article.facts` and `Proposal.facts` keep it, empty values left out:

    {"template": id, "trigger": str, "frequency": str, "inputs": [str], "outputs": [str],
     "responsible": ["person:12", "department:3"], "consulted": […], "informed": […], "tools": [id]}

Ids are looked up anew each time: people leave, and tools are retired. Only processes tell more than
their template; who is accountable is the page's owner and no fact.
"""

from processes.facts.at_once import named_people, named_tools, read
from processes.facts.cleaning import clean, of_kind
from processes.facts.describing import Fact, Saying, described, differences
from processes.facts.directory import department_labels, everybody, referred, tools
from processes.facts.looking_up import Names, former_places
from processes.facts.names import (
    DEPARTMENT,
    LABELS,
    LISTS,
    LONGEST_LINE,
    MOST_IN_A_ROLE,
    MOST_ITEMS,
    MOST_TOOLS,
    NAMING,
    PERSON,
    ROLES,
    TEMPLATE,
    TOOL,
    stands_for,
)
from processes.facts.recording import is_recorded, record

__all__ = [
    "DEPARTMENT",
    "LABELS",
    "LISTS",
    "LONGEST_LINE",
    "MOST_IN_A_ROLE",
    "MOST_ITEMS",
    "MOST_TOOLS",
    "NAMING",
    "PERSON",
    "ROLES",
    "TEMPLATE",
    "TOOL",
    "Fact",
    "Names",
    "Saying",
    "clean",
    "department_labels",
    "described",
    "differences",
    "everybody",
    "former_places",
    "is_recorded",
    "named_people",
    "named_tools",
    "of_kind",
    "read",
    "record",
    "referred",
    "stands_for",
    "tools",
]
