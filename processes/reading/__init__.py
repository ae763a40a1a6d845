"""What a person reads: the versions they have seen, the pages they keep at hand.

Nobody else is shown any of it.
"""

from processes.reading.stars import star, starred, unstar
from processes.reading.visits import Seen, compared, midnight, note_visit, recent

__all__ = ["Seen", "compared", "midnight", "note_visit", "recent", "star", "starred", "unstar"]
