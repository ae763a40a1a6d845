"""What to ask the wiki about the links of a text."""

from __future__ import annotations

import re

from processes.text.rendering.model import LinkRequest, Site
from processes.text.rendering.own_addresses import OwnAddresses
from processes.text.rendering.wikilinks import parse_request
from processes.text.source.whole import Source

# As in the renderer: "C# style" is a title, "Style#C" has a section.
_SECTION = re.compile(r"(?<=\s)#|#(?=[^\s#])")


def requests(body: str | Source, site: Site) -> dict[str, LinkRequest]:
    """One request for each link to a page or a person of this wiki, by `Link.target`, in the
    order of the text. Links to other hosts and within the page are left out. Raises nothing."""
    source = body if isinstance(body, Source) else Source(body)
    own = OwnAddresses(site)
    asked: dict[str, LinkRequest] = {}
    for link in source.links:
        request = _of_page(link.target) if link.kind == "page" else _of_address(own, link.target)
        if request is not None:
            asked.setdefault(link.target, request)
    return asked


def _of_page(target: str) -> LinkRequest | None:
    raw, *section = _SECTION.split(target, maxsplit=1)
    request = parse_request(raw.strip(), section[0].strip() if section else "")
    return request if request.title or request.person else None


def _of_address(own: OwnAddresses, target: str) -> LinkRequest | None:
    local = own.local(target)
    return own.request(local) if local else None
