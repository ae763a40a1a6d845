"""Pictures and files by their names and by the words that describe them.

Only what a live page shows that this person may read, as that page describes it.
"""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from processes.finding.matching import Asked
from processes.models import Article, AttachmentUse
from processes.models.article import LONG_TEXTS

SHOWN = 4
LOOKED_AT = 40  # the same picture may be on many pages


def files(asked: Asked, user: User) -> list[AttachmentUse]:
    """Up to four, each once, with a page that shows it. One query, none for no words."""
    if not asked.is_a_name:
        return []
    named = Q()
    for word in asked.words:
        says = word.pattern
        named &= Q(attachment__name__iregex=says) | Q(alt__iregex=says)
    pages = Article.objects.visible_to(user).published().order_by()
    uses = (
        AttachmentUse.objects.filter(named, is_live=True, article__in=pages.values("pk"))
        .select_related("attachment", "article__department")
        .defer(*(f"article__{name}" for name in LONG_TEXTS))
        .order_by("-attachment__uploaded_at", "article__title", "pk")
    )
    once: dict[str, AttachmentUse] = {}
    for use in uses[:LOOKED_AT]:
        if asked.goes_with(f"{use.attachment.name} {use.alt}"):
            once.setdefault(use.attachment.sha256, use)
    return list(once.values())[:SHOWN]
