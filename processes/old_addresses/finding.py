"""Where an old address leads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.db.models import Q

from accounts.models import User
from processes.models import Article, Attachment, Tag
from processes.models.provenance import OldAddress
from processes.old_addresses.naming import digest_of, key_of

LONGEST = 4000
# What an old wiki puts behind the address of a page to show it otherwise, or a part of it.
_SHOWN_OTHERWISE = re.compile(r"/(?:amp|embed|page/\d+|comment-page-\d+|\d+)$")
_THROUGH_INDEX = re.compile(r"^(.*?)index\.php/(?=.)")
# WordPress makes smaller copies of a picture, `plan-300x200.png` of `plan.png`, keeps a large one
# as `plan-scaled.png`, and a turned or edited one as `plan-rotated.png`, `plan-e1600000000.png`.
_MADE_OF = re.compile(r"(?:-\d+x\d+|-scaled|-rotated|-e\d{10,13}|@2x)(\.[a-z0-9]{2,5})$")
_ENDING = re.compile(r"(\.[a-z0-9]{2,5})$")
_UPLOADS = re.compile(r"(?:wp-content/uploads(?:/sites/\d+)?|files)/(?=\d{4}/\d\d/)")
_FOLDERS = ("wp-content/uploads/", "files/")


def find(host: str, path: str, query: str, user: User) -> str | None:
    """The address here of what an old one leads to, if this person may read it; else None.

    `path` and `query` are as they were sent, percent-encoded. One query, whatever is sent: at most
    `LONGEST` characters are looked at. Where several old wikis had such an address, the host
    decides; on a host that none of them had, it leads on only if all mean the same.
    """
    host, keys = host.partition(":")[0].lower(), _keys(path, query)
    if not keys:
        return None
    order = {digest_of(key): rank for rank, key in enumerate(keys)}
    found: dict[int, list[OldAddress]] = {}
    for row in _readable(order, user):
        found.setdefault(order[row.digest], []).append(row)
    for rank in sorted(found):
        if row := _meant(found[rank], host):
            return _target(row)
    return None


def _keys(path: str, query: str) -> list[str]:
    """As which it may be written down, the likeliest first."""
    if len(path) + len(query) > LONGEST:
        return []
    try:
        _, with_query = key_of(f"/{path.lstrip('/')}?{query}")
        # What cannot be written as UTF-8 was never written down.
        with_query.encode()
    except ValueError:
        return []
    plain, mark, told = with_query.partition("?")
    if "\x00" in with_query:
        return []
    spellings = dict.fromkeys(spelling for one in _plainer(plain) for spelling in _files(one))
    keys = [with_query, *spellings, *([f"?{told}"] if mark else [])]
    return [key for key in dict.fromkeys(keys) if key]


def _plainer(key: str) -> Iterator[str]:
    yield key
    plain = _SHOWN_OTHERWISE.sub("", _THROUGH_INDEX.sub(r"\1", key))
    yield plain


def _files(key: str) -> Iterator[str]:
    """The picture itself, and other copies of it, in every folder where it may have lain."""
    yield key
    if not _ENDING.search(key):
        return
    plain = _MADE_OF.sub(r"\1", _MADE_OF.sub(r"\1", key))
    for name in (key, plain, *(_ENDING.sub(rf"-{how}\1", plain) for how in ("scaled", "rotated"))):
        yield name
        if _UPLOADS.search(name):
            yield from (_UPLOADS.sub(folder, name, count=1) for folder in _FOLDERS)


def _readable(digests: dict[str, int], user: User) -> Sequence[OldAddress]:
    hidden = user.departments.hidden_from(user)
    here = Q(article__in=Article.objects.visible_to(user).values("pk"))
    here |= Q(attachment__in=Attachment.objects.visible_to(user).values("pk"))
    here |= Q(department__isnull=False) & ~Q(department__in=hidden)
    here |= Q(
        tag__in=Tag.objects.filter(articles__in=Article.objects.visible_to(user)).values("pk")
    )
    rows = OldAddress.objects.filter(here, digest__in=digests)
    rows = rows.select_related("article__department", "attachment", "department", "tag")
    texts = ("body", "html", "text", "contents", "facts", "terms")
    return rows.defer(*(f"article__{name}" for name in texts)).order_by("pk")


def _meant(rows: Sequence[OldAddress], host: str) -> OldAddress | None:
    bare = host.removeprefix("www.")
    for name in (host, bare, f"www.{bare}", ""):
        for row in rows:
            if row.host == name:
                return row
    targets = {(row.article_id, row.attachment_id, row.department_id, row.tag_id) for row in rows}
    return rows[0] if len(targets) == 1 else None


def _target(row: OldAddress) -> str:
    target = row.article or row.attachment or row.department or row.tag
    return target.get_absolute_url() if target else ""
