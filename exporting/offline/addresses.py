"""From an address of the wiki to one within the export."""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote, unquote

from django.conf import settings

from exporting.naming import way
from exporting.planning import Plan
from processes.attachments import ADDRESS

INDEX = "index.html"
# What browsers do not see in an address, and two slashes of either kind as they read them.
_SKIPPED = str.maketrans("", "", "\t\n\r")
_BLANK = "".join(map(chr, range(33)))
_OTHER_MACHINE = re.compile(r"[/\\]{2}")
# Doors that lead nowhere without the wiki: people, pages to be written, files of others.
_SHUT = frozenset(("people", "new", "attachments", "accounts", "proposals", "me"))


class Addresses:
    """Knows where everything of one export stands."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        tree = plan.seeing.tree
        self._departments = {tree.said_of(pk)[1]: folder for pk, folder in plan.folders.items()}
        self._pages = {
            (tree.said_of(spot.department_id)[1], spot.address): f"{spot.path}.html"
            for spot in plan.pages.values()
        }

    def moved(self, address: str, here: str) -> str:
        """From the page at `here`; "" for what is not to be a link."""
        address = address.translate(_SKIPPED).strip(_BLANK)
        if _OTHER_MACHINE.match(address):
            # On a disk it would be looked for in the network, with one's name and password.
            return "https://" + address.lstrip("/\\")
        if not address.startswith("/"):
            return address
        if ADDRESS.match(address):
            return self.shown(address, here)
        path, mark, fragment = address.partition("#")
        path, _, query = path.partition("?")
        parts = unquote(path).strip("/").split("/")
        if parts[0] in _SHUT:
            return ""
        there = "" if query else self._file(parts)
        if there:
            return way(here, there) + (f"#{quote(unquote(fragment))}" if mark else "")
        return f"{settings.SITE_URL}{address}"

    def shown(self, address: str, here: str) -> str:
        """Of a picture or file of the export; "" for any other: opening a page on a disk tells
        nobody that it was opened."""
        found = ADDRESS.match(address)
        spot = self.plan.files.get(uuid.UUID(found[1])) if found else None
        return way(here, spot.path) if spot else ""

    def _file(self, parts: list[str]) -> str:
        if parts == [""]:
            return INDEX
        if len(parts) == 1 and parts[0] in self._departments:
            return f"{self._departments[parts[0]]}/{INDEX}"
        return self._pages.get((parts[0], parts[1]), "") if len(parts) == 2 else ""
