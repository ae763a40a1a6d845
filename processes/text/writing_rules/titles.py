"""Rules about what stands above a text: its title and its summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from processes.text.rendering.titles import fold
from processes.text.writing_rules.model import Finding, Page

_SAYS_NOTHING = frozenset(
    "untitled|new page|new document|page|test|todo|tbd|draft|document|notes|misc".split("|")
)
_UNLINKABLE = re.compile(r"[\[\]|<>`\\]")
_SMALL_FIRST = re.compile(r"[a-z]+(?=\s|$)")  # not iPhone, not cloud.gov
_ENDS_AS_SENTENCE = re.compile(r"(?<!\.)(?<!\b\w)[.:;,]$")  # not D.C.
_LETTERS = re.compile(r"[^\W\d_]")
_SHOUTED = 12  # letters: "VPN and SSO" is none


def title(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Long enough to tell, short enough to be read in a list, and fit to be linked to."""
    text = page.text.title.strip()
    end = len(page.text.title)

    def finding(message: str) -> Finding:
        return Finding(message, "title", 0, end)

    if not text or fold(text) in _SAYS_NOTHING:
        yield finding("Give the page a title that says what it is about.")
        return
    if len(text) > parameters["longest"]:
        most = parameters["longest"]
        yield finding(f"Shorten the title to {most} characters or fewer; it has {len(text)}.")
    if _ENDS_AS_SENTENCE.search(text):
        yield finding(f"Take the “{text[-1]}” off the end of the title.")
    if _is_shouted(text):
        yield finding("Write the title in small letters: capitals are hard to read.")
    elif _SMALL_FIRST.match(text):
        yield finding("Begin the title with a capital letter.")
    if sign := _UNLINKABLE.search(text):
        message = f"Take the “{sign.group()}” out of the title: [[links]] cannot hold it."
        yield Finding(message, "title", page.text.title.index(sign.group()), end)


def _is_shouted(text: str) -> bool:
    letters = _LETTERS.findall(text)
    return len(letters) >= _SHOUTED and " " in text and text == text.upper() != text.lower()


def summary_length(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """A sentence or two, which lists and search results show below the title."""
    summary, length = page.text.summary, len(page.text.summary.strip())
    shortest, longest = parameters["shortest"], parameters["longest"]
    if not length:
        yield Finding("Say in a sentence or two what readers find on this page.", "summary")
    elif length < shortest:
        message = f"Say a little more: {shortest} characters at least, it has {length}."
        yield Finding(message, "summary", 0, len(summary))
    elif length > longest:
        message = f"Shorten the summary to {longest} characters or fewer; it has {length}."
        yield Finding(message, "summary", min(longest, len(summary)), len(summary))
    elif fold(summary) == fold(page.text.title):
        message = "Say more than the title does: who needs the page, and for what."
        yield Finding(message, "summary", 0, len(summary))
