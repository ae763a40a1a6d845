"""How templates were: a version for each time that one was changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from processes.models import ArticleTemplate, TemplateVersion

SECTION = ("heading", "hint", "starter", "is_required")


@transaction.atomic
def keep_version(template: ArticleTemplate, by: User | None) -> TemplateVersion | None:
    """Keeps the template's name and sections as they are now, as its next version.

    None where they are as in the version before. Call it in the transaction that saved them.
    """
    template = ArticleTemplate.objects.select_for_update().get(pk=template.pk)
    now = as_kept(template)
    last = template.versions.first()
    if last and (last.name, last.sections) == (template.name, now):
        return None
    template.version += 1
    template.save(update_fields=["version"])
    return TemplateVersion.objects.create(
        template=template, number=template.version, name=template.name, sections=now, by=by
    )


def as_kept(template: ArticleTemplate) -> list[dict[str, Any]]:
    """Its sections as a version keeps them."""
    return list(template.sections.values(*SECTION))
