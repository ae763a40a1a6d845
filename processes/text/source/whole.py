"""A text taken apart, each part when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from processes.text.masking import MASK
from processes.text.source.addresses import Addresses, find_addresses, without
from processes.text.source.blocks import blocks_of
from processes.text.source.headings import find_headings
from processes.text.source.masks import Masks
from processes.text.source.model import Block, Heading, Link, Picture, Sentence
from processes.text.source.sentences import sentences_of


class Source:
    """A Markdown text. Every part is a tuple in the order of the text; places count its signs."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.masks = Masks(body)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return find_headings(self.masks)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._addresses.links)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(self._addresses.pictures)

    @cached_property
    def prose(self) -> str:
        """The words that are read as sentences, each where it stands; the rest is blank, and a
        piece of code within a sentence is `masking.MASK`."""
        return without(self.masks.shown, self._addresses.signs)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(blocks_of(self.masks.lines, self.headings))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those of paragraphs and lists; headings and tables have none."""
        return tuple(sentences_of(self.prose, self.blocks))

    @cached_property
    def filled(self) -> tuple[bool, ...]:
        """For each heading, whether readers see anything between it and the next one."""
        ends = [heading.start for heading in self.headings[1:]] + [len(self.body)]
        spans = zip(self.headings, ends, strict=False)  # of no heading, there is one end too many
        return tuple(self._shows_something(heading.end, end) for heading, end in spans)

    def section(self, at: int) -> tuple[int, int]:
        """The headings of one section, those below the heading at this index included: the index
        of the first and the one after the last."""
        level, until = self.headings[at].level, at + 1
        while until < len(self.headings) and self.headings[until].level > level:
            until += 1
        return at, until

    def inside(self, at: int) -> tuple[int, int]:
        """Where the text of a section starts and ends."""
        _, until = self.section(at)
        is_last = until == len(self.headings)
        return self.headings[at].end, len(self.body) if is_last else self.headings[until].start

    def _shows_something(self, start: int, end: int) -> bool:
        if any(sign.isalnum() or sign == MASK for sign in self.prose[start:end]):
            return True
        return _any_between(self._places, start, end)

    @cached_property
    def _places(self) -> list[int]:
        """Of what shows although it has no words: pictures, and addresses that are shown."""
        found = self._addresses
        return sorted(one.start for one in (*found.links, *found.pictures))

    @cached_property
    def _addresses(self) -> Addresses:
        return find_addresses(self.masks)


def _any_between(places: list[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end
