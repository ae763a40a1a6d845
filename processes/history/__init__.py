"""Version history: what an article said, and when. The only code that talks to django-reversion.

recording.py  what is kept at publication
reading.py    what a version said
listing.py    which decisions brought them
comparing.py  two of them, as readers see them
tracing.py    who wrote which line; jobs.py finds it out for long histories
"""

from processes.history.comparing import Compared, compare
from processes.history.jobs import ask_for_origins, work_out_origins
from processes.history.listing import (
    add_confirmations,
    has_major_since,
    last_major,
    published_decisions,
)
from processes.history.reading import HIGHEST, OldVersion, read
from processes.history.recording import FIELDS, record
from processes.history.tracing import origins, work_out, work_out_all

__all__ = [
    "FIELDS",
    "HIGHEST",
    "Compared",
    "OldVersion",
    "add_confirmations",
    "ask_for_origins",
    "compare",
    "has_major_since",
    "last_major",
    "origins",
    "published_decisions",
    "read",
    "record",
    "work_out",
    "work_out_all",
    "work_out_origins",
]
