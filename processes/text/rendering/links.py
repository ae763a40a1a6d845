"""What becomes of a link to a page or a person, once the wiki has answered."""

import xml.etree.ElementTree as etree
from dataclasses import dataclass

from processes.text.rendering.model import LinkRequest, ResolvedLink, Resolver
from processes.text.rendering.titles import HEADING_PREFIX, fold, heading_id

_SEVERAL_PAGES = "Several pages have this title"
_SEVERAL_PEOPLE = "Several people have this name"
_NOBODY = "Nobody here has this name"


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link with its answer; `href` holds the section too, `section_id` is the id it asks for."""

    request: LinkRequest
    resolved: ResolvedLink
    href: str
    section_id: str


class Asker:
    """Asks the wiki once for each different request of a text."""

    def __init__(self, resolve: Resolver) -> None:
        self.resolve = resolve
        self._answers: dict[LinkRequest, ResolvedLink] = {}

    def place(self, request: LinkRequest) -> PlacedLink:
        """Return what the wiki says of a link, with the address to write."""
        if request not in self._answers:
            self._answers[request] = self.resolve(request)
        resolved = self._answers[request]
        section = _section_id(request, resolved)
        href = resolved.href if resolved.state in ("found", "wanted") else ""
        if href and section and resolved.state == "found":
            href = f"{href}#{section}"
        return PlacedLink(request, resolved, href, section)


def shape(element: etree.Element, placed: PlacedLink) -> None:
    """Make of an element what the answer asks for. A hidden one is taken away at the end."""
    kept = {"title": element.get("title", "")}
    element.tag, attributes = _form(placed)
    element.attrib = {name: value for name, value in (kept | attributes).items() if value}


def label(placed: PlacedLink) -> str:
    """Return what a link without words of its own shows: the name of today, else what was typed."""
    request, name = placed.request, placed.resolved.name
    typed = request.person or request.raw
    if name and fold(name) != fold(typed):
        is_title = bool(request.department) and fold(name) == fold(request.title)
        typed = request.title if is_title else name
    section = "" if request.address else request.section
    return " › ".join(part for part in (typed, section) if part)


def _section_id(request: LinkRequest, resolved: ResolvedLink) -> str:
    """Return the id of the heading a link asks for; of other addresses, the fragment as written."""
    section = request.section
    written = request.address and (
        resolved.target_id is None or section.startswith((HEADING_PREFIX, "fn"))
    )
    return section if written or not section else heading_id(section)


def _form(placed: PlacedLink) -> tuple[str, dict[str, str]]:
    state, title = placed.resolved.state, placed.resolved.title
    if state == "hidden":
        return "span", {}
    if placed.request.person and state != "found":
        title = title or (_NOBODY if state == "wanted" else _SEVERAL_PEOPLE)
        return "span", {"class": "ambiguous", "title": title}
    if state == "ambiguous":
        return "span", {"class": "ambiguous", "title": title or _SEVERAL_PAGES}
    kind = "internal" if state == "found" else "wanted"
    return "a", {"class": kind, "href": placed.href} | ({"title": title} if title else {})
