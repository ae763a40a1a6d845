"""Addresses of an old wiki that lead on to what became of them.

naming.py      pure: how an address is written down
recording.py   what leads where is written down, once
ours.py        addresses that the wiki itself has
finding.py     where one leads for somebody
"""

from processes.old_addresses.finding import LONGEST, find
from processes.old_addresses.naming import address_of, digest_of, key_of
from processes.old_addresses.recording import Clash, clashes, record

__all__ = [
    "LONGEST",
    "Clash",
    "address_of",
    "clashes",
    "digest_of",
    "find",
    "key_of",
    "record",
]
