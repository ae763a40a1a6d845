"""The words that somebody speaks about, taken from a comparison. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

# What `page_diff` says about a change, and not what stands in the text.
_SAID = frozenset(("d-said", "d-sign", "d-remarks", "d-caption", "visually-hidden"))
_EMPTY = frozenset(("br", "img", "hr", "source", "wbr", "input"))
_BREAKS = frozenset(("div", "p", "tr", "td", "th", "li", "br", "pre"))


def quote(html: str, width: int) -> str:
    """The words of one change (the HTML of a `page_diff.Part`) as one line of at most `width`
    characters: as the text becomes, or as it was where all of it goes. Raises nothing."""
    words = _words(html, leave_out="d-removed") or _words(html, leave_out="")
    if len(words) <= width:
        return words
    cut = words[: width - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _words(html: str, leave_out: str) -> str:
    reader = _Reader(_SAID | {leave_out})
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.found).split())


class _Reader(HTMLParser):
    """Collects text outside elements of the classes that are left out."""

    def __init__(self, left_out: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.left_out = left_out
        self.depth = 0  # how many elements we are within, counted from one that is left out
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.found.append(" ")
        classes = (dict(attrs).get("class") or "").split()
        if tag not in _EMPTY and (self.depth or not self.left_out.isdisjoint(classes)):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in _EMPTY:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.found.append(data)
