"""From a `#fragment` of the old site to a heading of the new page. Pure."""

from __future__ import annotations

import re

from importing.targets import Known
from processes.text.rendering import Heading, fold, heading_id

# What `[[Title#…]]` can hold without meaning something else.
_PLAIN = re.compile(r"[^\[\]|#<>\\`*_~{}&\n]{1,120}")
_NUMBERED = re.compile(r"-\d+$")


def find_section(page: Known, fragment: str) -> str | None:
    """The id of the heading that a fragment means; "" for the top of the page; None if none.

    Tried in turn: anchors that the author set; GitHub's own form, in which a heading that comes
    again is numbered; letters and digits alone, since every site generator treats signs
    differently.
    """
    for name in (fragment, f"#{fragment}"):
        if name in page.anchors:
            known = {heading.id for heading in page.headings}
            return page.anchors[name] if page.anchors[name] in known else ""
    exact, loose = _by_fragment(page.headings)
    key = _letters(fragment)
    if not key or key == _letters(page.title):
        return loose.get(key, "")
    return (
        exact.get(fragment.lower())
        or loose.get(key)
        or loose.get(_letters(_NUMBERED.sub("", fragment)))
    )


def name_of_section(page: Known, section: str) -> str:
    """What to write after `[[Title#` so that the link leads to this heading."""
    heading = next((one for one in page.headings if one.id == section), None)
    if heading and _PLAIN.fullmatch(heading.text) and heading_id(heading.text) == section:
        return heading.text
    return section.removeprefix("h-")


def _by_fragment(headings: tuple[Heading, ...]) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    seen: dict[str, int] = {}
    for heading in headings:
        slug = re.sub(r"[^\w\- ]", "", heading.text.lower()).replace(" ", "-")
        number = seen.get(slug, 0)
        seen[slug] = number + 1
        exact.setdefault(f"{slug}-{number}" if number else slug, heading.id)
        loose.setdefault(_letters(heading.text), heading.id)
        loose.setdefault(_letters(heading.text.replace("&", "and")), heading.id)
    return exact, loose


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
