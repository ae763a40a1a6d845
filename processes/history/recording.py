"""What is kept of a version at its publication."""

from __future__ import annotations

import datetime

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import router
from reversion.models import Revision, Version

from accounts.models import User
from processes.models import Article, VersionNumber
from processes.text import line_origins
from processes.text.line_origins import Runs

# What a version remembers. Never the derived columns: they belong to the live page alone.
FIELDS = (
    "title",
    "slug",
    "department",
    "kind",
    "topic",
    "owner",
    "summary",
    "body",
    "facts",
    "version",
)

reversion.register(Article, fields=FIELDS)


def record(article: Article, old_body: str, *, by: User, note: str, at: datetime.datetime) -> None:
    """Keeps the article's present text as version `article.version`; before, it had `old_body`.

    Call inside the transaction that publishes. Raises IntegrityError if that number is taken,
    which is the last guard of a race.
    """
    # Its own way of recording asks whether the article exists, under a savepoint. We hold it.
    revision = Revision.objects.create(user=by, comment=note, date_created=at)
    Version.objects.create(
        revision=revision,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        db=router.db_for_write(Article),
        format="json",
        serialized_data=serializers.serialize("json", [article], fields=FIELDS),
        object_repr=str(article),
    )
    VersionNumber.objects.create(
        article=article,
        number=article.version,
        revision=revision,
        html=article.html,
        origins=_origins(article, old_body),
    )


def _origins(article: Article, old_body: str) -> Runs | None:
    """Who wrote which line of it; None, for a job to work out, where that of the version before
    is not known (one query, none for a first version)."""
    if article.version == 1:
        return line_origins.first(article.body, 1)
    before = VersionNumber.objects.filter(article=article, number=article.version - 1)
    known = before.values_list("origins", flat=True).first()
    if known is None:
        return None
    try:
        return line_origins.carried_on(old_body, known, article.body, article.version)
    except ValueError:  # whatever became of them: nothing that may keep a text from going live
        return None
