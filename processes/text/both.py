"""Two texts into one without asking anybody: where they clash, both stand in it.

For two windows in which one person writes on the same text. Nobody may lose a word by it, so a
stretch that both changed is compared ever more finely: sentences, words, letters. What was only
put in goes side by side; what both wrote over stands there twice, and whoever reads it next takes
one of the two out.
"""

from __future__ import annotations

import re

from processes.text.merging import Agreed, Conflict, Part, merge, merge_pieces

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Characters: letter by letter only what somebody may have typed since, not what was pasted.
LONGEST_BY_LETTER = 2_000
# What is put in at one place twice, and the longer time goes on from the shorter one, is one
# text that was kept half-way; shorter ones may be two people's beginnings.
SHORTEST_REPEATED = 8
# Two texts that clash in more places than that are two texts.
MOST_LOOKED_INTO = 300


def both(base: str, theirs: str, mine: str) -> str:
    """The changes of two texts since `base`, all of them. Line ends are "\\n". Raises nothing."""
    # With a line end behind it, a last line that got a neighbour is still the same line.
    texts = (f"{text}\n" if text else "" for text in (base, theirs, mine))
    found = merge(*texts)
    settled = _by_word if len(found.conflicts) <= MOST_LOOKED_INTO else _whole
    return "".join(settled(part) for part in found.parts).removesuffix("\n")


def _by_word(part: Part) -> str:
    if isinstance(part, Agreed):
        return part.text
    texts = (part.base, part.live, part.proposed)
    finer = merge_pieces(*(_WORD.findall(text) for text in texts))
    return "".join(_by_letter(piece) for piece in finer.parts)


def _whole(part: Part) -> str:
    return part.text if isinstance(part, Agreed) else _twice(part)


def _by_letter(part: Part) -> str:
    if isinstance(part, Agreed):
        return part.text
    texts = (part.base, part.live, part.proposed)
    if sum(map(len, texts)) > LONGEST_BY_LETTER:
        return _twice(part)
    finer = merge_pieces(*map(list, texts))
    if any(clash.base for clash in finer.conflicts):
        return _twice(part)  # letters of two words, mixed, are no word
    return "".join(
        piece.text if isinstance(piece, Agreed) else _twice(piece, between="")
        for piece in finer.parts
    )


def _twice(clash: Conflict, between: str = " ") -> str:
    theirs, mine = clash.live, clash.proposed
    shorter, longer = sorted((theirs, mine), key=len)
    if not shorter or (len(shorter) >= SHORTEST_REPEATED and longer.startswith(shorter.rstrip())):
        return longer
    if clash.base and not theirs[-1].isspace() and not mine[0].isspace():
        return theirs + ("\n" if "\n" in theirs + mine else between) + mine
    return theirs + mine
