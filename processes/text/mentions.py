"""Where a text names a page without linking to it, and the link put there. Pure."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate

from processes.text.naming import Name, find
from processes.text.rendering.titles import fold
from processes.text.unlinkable import mask_unlinkable

AROUND = 140  # characters of a sentence shown on each side of a name

_SENTENCE_END = re.compile(r"[.!?…]\s+|\n")
# What `[[…]]` cannot hold, or would read as something else.
_UNLINKABLE = re.compile(r"[\[\]|\\`<>\n]|&\w+;|&#|^\s*@|(?<=\s)#|#(?=[^\s#])")


def link_first(source: str, title: str, names: Iterable[Name], place: str = "") -> str | None:
    """The Markdown `source` with a link to `title` where it first says one of the `names`.

    What the author wrote stays the label. Nothing else changes. `place` is a department's
    address, for a title that several pages have. None where no name stands in running text:
    headings, code, links, HTML, addresses and footnotes are left alone.
    """
    if _UNLINKABLE.search(title):
        return None
    for start, end in find(mask_unlinkable(source), names):
        if source[start - 1 : start] == "!" or source[end : end + 1] == "(":
            continue  # that would make an image, or a label for an address
        link = _link(source[start:end], title, place)
        return source[:start] + link + source[end:]
    return None


def first_mention(
    text: str, names: Iterable[Name], labels: Iterable[str] = ()
) -> tuple[str, str, str] | None:
    """The sentence in which a plain text first says one of the names: before, name, after.

    Not where the name is only a part of one of the `labels`, which are links already.
    """
    taken = sorted(_places(text, labels))
    # To where the labels reach that begin so early: a text may hold thousands of both.
    reach = list(accumulate((last for _, last in taken), max, initial=0))
    for start, end in find(text, names):
        if reach[bisect(taken, (start, len(text)))] < end:
            return _sentence(text, start, end)
    return None


def _link(written: str, title: str, place: str) -> str:
    written = " ".join(written.split())
    target = f"{place}/{title}" if place else title
    if fold(written) != fold(title):
        return f"[[{target}|{written}]]"
    return f"[[{place}/{written}]]" if place else f"[[{written}]]"


def _places(text: str, labels: Iterable[str]) -> Iterator[tuple[int, int]]:
    for label in {label for label in labels if label}:
        start = text.find(label)
        while start >= 0:
            yield start, start + len(label)
            start = text.find(label, start + len(label))


def _sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    before = text[max(0, start - AROUND) : start]
    cuts = [match.end() for match in _SENTENCE_END.finditer(before)]
    if cuts:
        before = before[cuts[-1] :]
    elif start > AROUND:
        before = "… " + before.partition(" ")[2]
    after = text[end : end + AROUND]
    stop = _SENTENCE_END.search(after)
    if stop:
        after = after[: stop.end()].rstrip()
    elif end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, " ".join(text[start:end].split()), after
