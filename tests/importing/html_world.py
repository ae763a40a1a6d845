"""HTML there and back: what the wiki shows of a converted text, and what is different then."""

from __future__ import annotations

from dataclasses import asdict
from typing import NamedTuple

from importing.counting import count_html, words_of
from importing.html import Converted, convert
from processes.text.embeds import DEFAULT_HOSTS
from processes.text.rendering import LinkRequest, ResolvedLink, Site, render

SITE = Site(embed_hosts=frozenset(DEFAULT_HOSTS))


class Shown(NamedTuple):
    converted: Converted
    html: str
    differences: dict[str, tuple[int, int]]
    lost: list[str]  # words, in case any are
    won: list[str]


def found(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("found", request.address or "/there/", name=request.raw)


def show(html: str, converted: Converted | None = None) -> Shown:
    converted = converted or convert(html)
    shown = render(converted.markdown, found, site=SITE).html
    before, after = asdict(converted.before), asdict(count_html(shown))
    different = {
        name: (before[name], after[name]) for name in before if before[name] != after[name]
    }
    said, says = words_of(html), words_of(shown)
    apart = said != says
    return Shown(converted, shown, different, said if apart else [], says if apart else [])


def same(html: str) -> str:
    """The Markdown of HTML of which nothing may get lost."""
    shown = show(html)
    assert not shown.differences, (html, shown)
    assert not shown.lost, (html, shown)
    return shown.converted.markdown.strip("\n")
