"""The text of a page with links that work on a disk, and what leads back to its author's words."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings

from exporting.markdown.leading import Leads, Where
from exporting.naming import way
from exporting.planning import Plan
from importing.imprimatur.format import escaped
from importing.imprimatur.spelling import Edit, Pair, exported
from processes import links
from processes.attachments import ADDRESS
from processes.models import Article
from processes.text.rendering import LinkRequest
from processes.text.rendering.model import Site
from processes.text.rendering.own_addresses import OwnAddresses
from processes.text.rendering.wikilinks import parse_request
from processes.text.source import Link, Source
from processes.text.unlinking import SHUT

_SECTION = re.compile(r"(?<=\s)#|#(?=[^\s#])")
_LABEL = re.compile(r"\\?\|")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
_ENDING = re.compile(r"(?:\d+/|still/)?[^\s/?#()<>\"'\]]+")
_NO_SIGN = re.compile(r"[^\w\- ]+")


def body_of(text: str, article: Article, path: str, plan: Plan) -> tuple[str, list[Pair]]:
    """A text of this page (the live one, or one of before) as it stands at `path`.

    A few queries where it holds links, none else. Links to what the reader may not read lose
    their target for good.
    """
    if "[[" not in text and "](" not in text and "/" not in text:
        return text, []
    return exported(text, _Body(text, article, path, plan).edits())


class _Body:
    def __init__(self, text: str, article: Article, path: str, plan: Plan) -> None:
        self.text, self.article, self.path, self.plan = text, article, path, plan
        self.source = Source(text)
        resolver = links.resolver_for(text, article, tree=plan.seeing.tree)
        self.leads = Leads(resolver, plan)
        address = urlsplit(settings.SITE_URL)
        self.own = OwnAddresses(Site(origins=(f"{address.scheme}://{address.netloc}",)))

    def edits(self) -> list[Edit]:
        found = [edit for link in self.source.links if (edit := self._link(link))]
        found += [edit for edit in self._definitions() if edit]
        return found + self._files()

    def _link(self, link: Link) -> Edit | None:
        if link.kind == "page":
            return self._titled(link)
        local = self.own.local(link.target)
        request = self.own.request(local) if local else None
        where = self.leads.where(request) if request else None
        if where is None or request is None:
            return None
        if where.is_hidden:
            return self._without_target(link, where)
        if not where.path:
            return None
        address = self._address(where, request.section)
        if link.kind == "bare":
            return Edit(link.start, link.end, f"[{escaped(where.title)}]({address})")
        return self._other_address(link, address)

    def _titled(self, link: Link) -> Edit | None:
        """`[[Title#Section|label]]`."""
        inner = self.text[link.start + 2 : link.end - 2]
        target, *rest = _LABEL.split(inner, maxsplit=1)
        label = rest[0].strip() if rest else ""
        raw, *section = _SECTION.split(" ".join(target.split()), maxsplit=1)
        request = parse_request(raw.strip(), section[0].strip() if section else "")
        if request.person:
            return Edit(link.start, link.end, label or f"@{escaped(request.person)}")
        if not request.title:
            label = label or escaped(request.section)
            return Edit(link.start, link.end, f"[{label}](#{anchor(request.section)})")
        where = self.leads.where(request)
        if where is None:
            return None
        if where.is_hidden:
            return self._without_target(link, where)
        label = label or escaped(_words(request, where))
        address = self._address(where, request.section) if where.path else where.url
        return Edit(link.start, link.end, f"[{label}]({address})")

    def _without_target(self, link: Link, where: Where) -> Edit:
        """The label alone, unless it is what the hidden page is called."""
        words = escaped(link.label) if where.may_tell(link.label) else SHUT
        if self.text[link.start : link.start + 2].lower() == "<a":
            words = f'<a href="#">{words}'  # its end follows
        return Edit(link.start, link.end, words, for_good=True)

    def _other_address(self, link: Link, address: str) -> Edit | None:
        """The same link with another address; None where it is written elsewhere."""
        at = self.text.rfind(link.target, link.start, link.end)
        if at < 0:
            return None
        return Edit(at, at + len(link.target), address)

    def _definitions(self) -> list[Edit | None]:
        """`[name]: /department/page/`, which links refer to."""
        return [
            self._definition(match.start(1), match[1])
            for match in _DEFINITION.finditer(self.source.masks.masked)
        ]

    def _definition(self, start: int, target: str) -> Edit | None:
        local = self.own.local(target)
        request = self.own.request(local) if local else None
        where = self.leads.where(request) if request else None
        if where is None or request is None:
            return None
        end = start + len(target)
        if where.is_hidden:
            return Edit(start, end, "#", for_good=True)
        return Edit(start, end, self._address(where, request.section)) if where.path else None

    def _files(self) -> list[Edit]:
        """Pictures and files, wherever their addresses stand outside of code."""
        masked, found = self.source.masks.code_hidden, []
        for match in ADDRESS.finditer(masked):
            start, end = match.span()
            spot = self.plan.files.get(uuid.UUID(match[1]))
            ending = _ENDING.match(masked, end)
            if spot is None or ending is None:
                continue
            start -= len(self._origin_before(start))
            found.append(Edit(start, ending.end(), way(self.path, spot.path)))
        return found

    def _origin_before(self, at: int) -> str:
        origin = self.own.origins[0]
        return origin if self.text[:at].lower().endswith(origin) else ""

    def _address(self, where: Where, section: str) -> str:
        address = way(self.path, f"{where.path}.md")
        return f"{address}#{anchor(section)}" if section else address


def anchor(section: str) -> str:
    """The id of a heading as it is made where Markdown files are usually shown."""
    return _NO_SIGN.sub("", section.removeprefix("h-").strip().lower()).replace(" ", "-")


def _words(request: LinkRequest, where: Where) -> str:
    name = where.title or request.title
    return f"{name} › {request.section}" if request.section else name
