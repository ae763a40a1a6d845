"""The sections that a template asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from processes.models import ArticleTemplate, TemplateSection


def sections_of(
    facts: Mapping[str, Any] | None, reader: User | None = None
) -> list[TemplateSection]:
    """What the template in these facts asks for, in order: `heading`, `hint`, `is_required` of
    each (one query). Without a template, where it is gone, or where it belongs to a department that
    the `reader` may not read: none; without one, no query."""
    template = (facts or {}).get("template")
    if not isinstance(template, int):
        return []
    sections = TemplateSection.objects.filter(template=template)
    closed = reader.departments.hidden_from(reader) if reader else ()
    return list(sections.exclude(template__department__in=closed) if closed else sections)


def starter_text(template: ArticleTemplate) -> str:
    """The Markdown that a page of this template begins with: its headings, and below each what
    its section gives to begin with. Hints are for authors and not in it (one query)."""
    parts = []
    for section in template.sections.all():
        parts.append(f"## {section.heading}")
        if starter := section.starter.strip("\r\n"):
            parts.append(starter)
    return "\n\n".join(parts) + "\n" if parts else ""
