"""Live pages drawn anew from their unchanged text, by a job that cannot be lost.

What changes a title or an address asks for the pages that show it, in its own transaction: a row
for each, which is only ever added, so that nobody waits for anybody. A job draws them afterwards.
It notes which rows are there, draws without holding a lock, and takes exactly those rows away
together with writing the page. A row that came meanwhile stays, and the page is drawn once more.
Where the page was published meanwhile, or somebody else took one of the rows away, what was drawn
may be older than what stands there, and is dropped.
"""

from processes.redrawing.asking import ask, ask_for_all, ask_for_saying, held
from processes.redrawing.draining import drain, pages_waiting
from processes.redrawing.jobs import redraw_waiting

__all__ = [
    "ask",
    "ask_for_all",
    "ask_for_saying",
    "drain",
    "held",
    "pages_waiting",
    "redraw_waiting",
]
