"""Rules about links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from processes.text.rendering.titles import HEADING_PREFIX, fold, plain_slug
from processes.text.source import Link, Source
from processes.text.writing_rules.model import Finding, Page

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)
_ON_A_DISK = re.compile(r"file:|[a-z]:[\\/]|\\\\", re.IGNORECASE)
_LINKED = frozenset(("http:", "https:", "mailto:", "tel:"))
_HOST = re.compile(
    r"(?:[\w-]{1,63}\.)+(?:com|org|net|eu|io|fr|de|uk|es|it|nl|be|ch|app|dev)(?:/|$)"
)
_WITHIN = re.compile(r"(?:top|fn(?:ref)?[:-].*)?$")  # the top of the page, and footnotes


def ambiguous_links(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """A link says which of several pages or people of the same name is meant."""
    for link, state in _with_states(page):
        if state != "ambiguous":
            continue
        if link.target.startswith("@"):
            name = _short(link.target[1:])
            message = f"Several people are called “{name}”: write the e-mail address instead."
        else:
            title = link.target.rpartition("/")[2].strip()
            message = (
                f"Several pages are called “{_short(title)}”: write [[department/{_short(title)}]]."
            )
        yield Finding(message, "body", link.start, link.end)


def broken_links(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Every link leads somewhere."""
    within = any(link.target.startswith("#") for link in page.source.links)
    anchors = _anchors(page.source) if within else frozenset()
    for link, state in _with_states(page):
        message = _is_broken(link, state, anchors)
        if message:
            yield Finding(message, "body", link.start, link.end)


def _is_broken(link: Link, state: str, anchors: frozenset[str]) -> str:
    """What is wrong with a link; "" for nothing."""
    target = _short(link.target)
    if state == "section":
        return f"“{target}” asks for a section that its page does not have: choose another."
    if state == "wanted" and link.target.startswith("@"):
        return f"Nobody here is called “{target[1:]}”: check the name."
    if state == "wanted" and link.kind == "page":
        return f"No page is called “{target}” yet: link to one that exists, or propose it."
    if state == "wanted":
        return f"{target} leads to no page of this wiki: check the address."
    if link.target.startswith("#"):
        is_there = _anchor(link.target[1:]) in anchors or _WITHIN.match(link.target[1:])
        return "" if is_there else f"This page has no section “{target[1:]}”: choose another."
    return _is_bad_address(link) if link.kind == "address" else ""


def _is_bad_address(link: Link) -> str:
    target, shown = link.target.strip(), _short(link.target)
    if not target:
        return f"The link “{_short(link.label)}” has no address: write one in the brackets."
    if _ON_A_DISK.match(target):
        return "This address is a file on a computer: upload the file, or link to where all may go."
    scheme = _SCHEME.match(target)
    if scheme:
        known = scheme.group().lower() in _LINKED or "{" in target
        return "" if known else f"{shown} is no address of a page: write one with https://."
    if target.startswith("/"):
        return ""
    if _HOST.match(target) or target.lower().startswith("www."):
        return f"Write https:// before {shown}, or the link leads nowhere."
    return f"{shown} leads nowhere from here: write the page's title in [[ ]]."


def link_to_another(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """No page is an island: readers find their way on, and this page is found from others."""
    good = {
        fact.written for fact in page.text.links if fact.state in ("found", "hidden", "section")
    }
    if not any(link.target in good and link.target[:1] != "@" for link in page.source.links):
        message = "Link to at least one other page: type [[ and choose its title."
        yield Finding(message, "body", len(page.source.body), len(page.source.body))


def link_words(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """The words of a link say where it leads, also to those who hear links one after the other."""
    says_nothing = {fold(words) for words in parameters["words"]}
    for link in page.source.links:
        if link.label and fold(link.label).strip(' .!>"→›…:') in says_nothing:
            message = f"Instead of “{_short(link.label)}”, say where the link leads."
            yield Finding(message, "body", link.start, link.end)


def _with_states(page: Page) -> Iterator[tuple[Link, str]]:
    states = {fact.written: fact.state for fact in page.text.links}
    return ((link, states.get(link.target, "")) for link in page.source.links)


def _anchors(source: Source) -> frozenset[str]:
    words = [name for one in source.headings for name in (one.id, plain_slug(one.text, one.text))]
    return frozenset(map(_anchor, words))


def _anchor(name: str) -> str:
    """Without dashes: other wikis make other ids of the same heading, and all of them work."""
    plain = unquote(name).removeprefix(HEADING_PREFIX)
    return plain_slug(plain, plain).replace("-", "")


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
