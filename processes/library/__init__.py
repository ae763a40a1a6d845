"""A department's pictures and files: what its pages show, where, and what is owed to them.

Whoever looks sees what the reading rule lets them see, and counts say no more than that: neither
a restricted page nor how many there are can be told from here.
"""

from processes.library.addresses import replace_address
from processes.library.replacing import Place, keep, may_stand_in, places, put_in_place
from processes.library.shelves import (
    FILTERS,
    Standing,
    alt_owed,
    earlier_versions,
    in_library,
    is_picture,
    live_uses,
    shelf,
    shelf_sizes,
    standing_of,
    tally,
    unused_by,
    without_alt,
)

__all__ = [
    "FILTERS",
    "Place",
    "Standing",
    "alt_owed",
    "earlier_versions",
    "in_library",
    "is_picture",
    "keep",
    "live_uses",
    "may_stand_in",
    "places",
    "put_in_place",
    "replace_address",
    "shelf",
    "shelf_sizes",
    "standing_of",
    "tally",
    "unused_by",
    "without_alt",
]
