"""Whether the wiki agrees with itself: what is stored twice says the same in both places.

Nothing here changes anything. Each finding is a sentence about one thing; none is what should be.

    versions.py   numbers, texts and decisions of what was published
    derived.py    what was made of a live text: its page, links, pictures, addresses, index
    proposals.py  states, rounds and who is to decide
"""

from processes.integrity.checking import check_all, check_article

__all__ = ["check_all", "check_article"]
