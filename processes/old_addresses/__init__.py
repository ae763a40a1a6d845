"""Addresses of an old wiki that lead on to what became of them.

naming.py      pure: how an address is written down
"""

from processes.old_addresses.naming import digest_of, key_of

__all__ = ["digest_of", "key_of"]
