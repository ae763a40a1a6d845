"""What links lead where, which of them lead nowhere, and which imported pages nobody has reviewed.

Only reads, and only what this reader may.

Every question takes a `Scope`: the reader, and the part of the company they ask about. What a
reader may not open is neither listed nor counted: a page links here only if they may read it, and
a page that only closed pages link to is an orphan to them.
"""

from processes.reports.around import (
    Outgoing,
    broken_sections_of,
    leading_here,
    outgoing,
    outside_links,
    sentences,
)
from processes.reports.findings import (
    ambiguous,
    broken_pages,
    broken_sections,
    dead_outside,
    orphans,
    problem,
)
from processes.reports.imported import BurnDown, Tally, Week, burn_down, left, left_to
from processes.reports.scope import Scope
from processes.reports.wanted import Wanted, wanted, who_asks, with_asking

__all__ = [
    "BurnDown",
    "Outgoing",
    "Scope",
    "Tally",
    "Wanted",
    "Week",
    "ambiguous",
    "broken_pages",
    "broken_sections",
    "broken_sections_of",
    "burn_down",
    "dead_outside",
    "leading_here",
    "left",
    "left_to",
    "orphans",
    "outgoing",
    "outside_links",
    "problem",
    "sentences",
    "wanted",
    "who_asks",
    "with_asking",
]
