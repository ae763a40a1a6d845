"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from processes.feeds.entries import Feed
from processes.models import Action, Decision

# What XML 1.0 has no place for, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A tag: URI names a thing by a host on a day when it was ours. It never changes.
DAY = "2026"


def written(feed: Feed) -> bytes:
    """The document. The same feed gives the same bytes.

    It does not say its own address: whoever is shown the document cannot open the feed with it.
    """
    made = Atom1Feed(
        title=plain(feed.title),
        link=_absolute(feed.about),
        description=None,
        subtitle=plain(feed.subtitle),
        author_name=plain(settings.SITE_NAME),
        feed_guid=_tag(feed.name),
        language="en",
    )
    for decision in feed.decisions:
        made.add_item(**_entry(decision))
    return made.writeString("utf-8").encode()


def plain(text: str) -> str:
    """Text that any XML document may hold, once it is escaped."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _entry(decision: Decision) -> dict[str, object]:
    article = decision.article
    author = decision.proposal.author if decision.proposal else decision.by
    return {
        "title": plain(_title(decision)),
        "link": _absolute(_link(decision)),
        "description": plain(_told(decision)),
        "author_name": plain(str(author)),
        "unique_id": _tag(f"page/{article.pk}/{decision.version}"),
        "pubdate": decision.at,
        "updateddate": decision.at,
        "categories": [plain(article.department.name)],
    }


def _title(decision: Decision) -> str:
    title = decision.article.title
    return f"New page: {title}" if decision.version == 1 else f"{title}, version {decision.version}"


def _link(decision: Decision) -> str:
    """What changed; of a first version, the page."""
    article, version = decision.article, decision.version
    if version == 1:
        return article.get_absolute_url()
    address = reverse("compare", args=[article.department.slug, article.slug])
    return f"{address}?from={version - 1}&to={version}"


def _told(decision: Decision) -> SafeString:
    """What changed and why, what the page is about, who answers for it: as HTML."""
    lines = [decision.note, decision.article.summary, _who(decision)]
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))


def _who(decision: Decision) -> str:
    if decision.action == Action.IMPORTED:
        return f"Imported by {decision.by}, not approved by anybody yet."
    approved = f"Approved by {decision.by}"
    if decision.on_behalf_of:
        approved += f" for {decision.on_behalf_of}"
    if decision.is_self_approval:
        return f"{approved}, who wrote it."
    return f"{approved}, written by {decision.proposal.author}." if decision.proposal else approved


def _absolute(address: str) -> str:
    return settings.SITE_URL + address


def _tag(name: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{DAY}:{name}"
