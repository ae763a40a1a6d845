"""What an article said once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from reversion.models import Version

from processes.models import Article
from processes.text.rendering.sanitizing import sanitize_again

HIGHEST = 2**31 - 1  # version number that a PositiveIntegerField holds


@dataclass(frozen=True, slots=True)
class OldVersion:
    """One published state of an article; `html` as it was rendered at that publication."""

    number: int
    title: str
    summary: str
    body: str
    html: str
    facts: dict[str, Any] = field(default_factory=dict)
    author_id: int | None = None

    @property
    def safe_html(self) -> str:
        """As today's sanitizer lets it through: what was harmless then may not be now."""
        return sanitize_again(self.html, frozenset(settings.EMBED_HOSTS))


def read(article: Article, *numbers: int) -> dict[int, OldVersion]:
    """The versions with these numbers, by number; those that do not exist are left out (one
    query)."""
    # They come from addresses, and some are larger than what a database can be asked for.
    given = [number for number in numbers if 0 < number <= HIGHEST]
    stored = _kept(article.pk).filter(revision__version_number__number__in=given)
    stored = stored.order_by("revision__version_number__number")
    versions = map(_old_version, stored.select_related("revision__version_number"))
    return {version.number: version for version in versions}


def bodies(article_id: int, after: int, upto: int) -> Iterator[tuple[int, str]]:
    """Numbers and texts of the versions after one up to another, in order (one query)."""
    number = "revision__version_number__number"
    rows = _kept(article_id).filter(**{f"{number}__gt": after, f"{number}__lte": upto})
    for found, data in rows.order_by(number).values_list(number, "serialized_data"):
        yield found, json.loads(data)[0]["fields"]["body"]


def _kept(article_id: int) -> QuerySet[Version]:
    return Version.objects.filter(
        revision__version_number__article=article_id,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article_id),
    )


def _old_version(stored: Version) -> OldVersion:
    row, fields = stored.revision.version_number, stored.field_dict
    return OldVersion(
        row.number,
        fields["title"],
        fields["summary"],
        fields["body"],
        row.html,
        fields.get("facts") or {},
        stored.revision.user_id,
    )
