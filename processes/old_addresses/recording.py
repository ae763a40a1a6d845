"""Old addresses are written down, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import Department
from processes.models import Article, Attachment, Tag
from processes.models.provenance import OldAddress
from processes.old_addresses.naming import digest_of, key_of
from processes.old_addresses.ours import held_by_the_wiki

HOST_LENGTH, KEY_LENGTH = 255, 2000
LEADS_TO = ("article", "attachment", "department", "tag")
NAMED = ("article__title", "attachment__name", "department__name", "tag__name")
NEEDED = ("host", "digest", *LEADS_TO, *NAMED)
START_PAGE = "this wiki's own start page is there"
NO_ADDRESS = "it is no address that could be led on"


@dataclass(frozen=True, slots=True)
class Clash:
    """An address that cannot be led on. `held_by` says, after “because”, what keeps it."""

    address: str
    held_by: str


def record(
    addresses: Iterable[str],
    *,
    article: Article | None = None,
    attachment: Attachment | None = None,
    department: Department | None = None,
    tag: Tag | None = None,
    host_matters: bool = True,
) -> list[Clash]:
    """Has addresses of an old wiki lead to exactly one of these, from now on.

    What leads there already is left alone; what leads elsewhere stays with whom it leads to, and is
    returned, as is what the wiki itself has an address for: that always wins, but the row is kept,
    as the page there may go one day. Without `host_matters` an address leads on whatever the host.
    At most three queries and one statement, whatever the number; where all is known, no statement.
    """
    target = Target(article, attachment, department, tag)
    new, found = _compared(addresses, target, host_matters)
    if new:
        # Where somebody else was first meanwhile, theirs stays.
        OldAddress.objects.bulk_create(new, 500, ignore_conflicts=True)
    return found


def clashes(
    addresses: Iterable[str],
    *,
    article: Article | None = None,
    attachment: Attachment | None = None,
    department: Department | None = None,
    tag: Tag | None = None,
    host_matters: bool = True,
) -> list[Clash]:
    """What `record` would return; nothing is written. All None: something that is yet to come."""
    return _compared(addresses, Target(article, attachment, department, tag), host_matters)[1]


class Target(NamedTuple):
    article: Article | None
    attachment: Attachment | None
    department: Department | None
    tag: Tag | None

    def is_of(self, row: OldAddress) -> bool:
        ids = [one.pk if one else None for one in self]
        return ids == [row.article_id, row.attachment_id, row.department_id, row.tag_id]


def _compared(
    addresses: Iterable[str], target: Target, host_matters: bool
) -> tuple[list[OldAddress], list[Clash]]:
    """The rows to add, and what cannot be led on."""
    wanted, found = _read(addresses, host_matters)
    known = {(row.digest, row.host): row for row in _known(digest for digest, _ in wanted)}
    new: list[OldAddress] = []
    for (digest, host), (address, key) in wanted.items():
        row = known.get((digest, host))
        if row is None:
            new.append(OldAddress(host=host, key=key, digest=digest, **target._asdict()))
        elif not target.is_of(row):
            found.append(Clash(address, f"it leads to {_what(row)}"))
    keys = {key: address for address, key in wanted.values()}
    ours = held_by_the_wiki(keys, target.article, target.department)
    return new, found + [Clash(address, why) for address, why in ours]


def _read(
    addresses: Iterable[str], host_matters: bool
) -> tuple[dict[tuple[str, str], tuple[str, str]], list[Clash]]:
    """{(digest, host): (address, key)}, and what is no address."""
    wanted: dict[tuple[str, str], tuple[str, str]] = {}
    clashes: list[Clash] = []
    for address in addresses:
        try:
            host, key = key_of(address)
            digest = digest_of(key)
        except ValueError:
            clashes.append(Clash(address, NO_ADDRESS))
            continue
        if not key:
            clashes.append(Clash(address, START_PAGE))
        elif "\x00" in key + host or len(key) > KEY_LENGTH or len(host) > HOST_LENGTH:
            clashes.append(Clash(address, NO_ADDRESS))
        else:
            wanted.setdefault((digest, host if host_matters else ""), (address, key))
    return wanted, clashes


def _known(digests: Iterable[str]) -> Iterable[OldAddress]:
    rows = OldAddress.objects.filter(digest__in=set(digests))
    return rows.select_related(*LEADS_TO).only(*NEEDED)


def _what(row: OldAddress) -> str:
    if row.article:
        return f"the page “{row.article.title}”"
    if row.tag:
        return f"the tag {row.tag}"
    return f"the department {row.department}" if row.department else f"the file {row.attachment}"
