"""Terms, tools and templates of the export; what is here already is left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Department
from importing.imprimatur.parsing import Row, moment_of, text_of
from importing.imprimatur.people import People
from importing.imprimatur.places import Notes, Places
from processes.catalogue.naming import key_of
from processes.models import ArticleTemplate, TemplateSection, Term, Tool, ToolStatus
from processes.page_templates import keep_version


def bring_terms(rows: list[Row], places: Places, note: Notes) -> None:
    """Those that a department here does not define itself."""
    for row, name, place in _named(rows, places):
        if place is None or Term.objects.filter(department=place, name_key=key_of(name)).exists():
            continue
        term = Term(name=name, name_key=key_of(name), department=place)
        term.definition = text_of(row, "definition", 300)
        term.changed_at = moment_of(row, "changed_at") or term.changed_at
        term.also, term.avoid = _texts(row, "also"), _texts(row, "avoid")
        _save(term, name, note)


def bring_tools(rows: list[Row], places: Places, people: People, note: Notes) -> None:
    """Those of which neither address nor name is taken."""
    made: dict[str, Tool] = {}
    for row, name, place in _named(rows, places):
        address = text_of(row, "address", 100)
        taken = Tool.objects.filter(slug=address) | Tool.objects.filter(
            department=place, name_key=key_of(name)
        )
        if place is None or taken.exists():
            continue
        status = text_of(row, "status", 8)
        tool = Tool(
            name=name,
            name_key=key_of(name),
            slug=address,
            purpose=text_of(row, "purpose", 300),
            url=text_of(row, "url", 500),
            owner=people.person(row.get("owner")),
            department=place,
            status=status if status in ToolStatus.values else ToolStatus.IN_USE,
            cost_note=text_of(row, "cost_note", 300),
            changed_at=moment_of(row, "changed_at") or timezone.now(),
        )
        if _save(tool, name, note):
            made[address] = tool
    for row in rows:
        tool = made.get(text_of(row, "address", 100))
        if tool is not None and text_of(row, "replaced_by", 100):
            tool.replaced_by = Tool.objects.filter(slug=text_of(row, "replaced_by", 100)).first()
            tool.save(update_fields=["replaced_by"])


def bring_templates(rows: list[Row], places: Places, people: People, note: Notes) -> None:
    """Those whose name is not taken in their department."""
    for row, name, place in _named(rows, places):
        if text_of(row, "department", 60) and place is None:
            continue
        if ArticleTemplate.objects.filter(name=name, department=place).exists():
            continue
        template = ArticleTemplate(name=name, department=place)
        template.description = text_of(row, "description", 200)
        template.kind, template.topic = text_of(row, "kind", 10), text_of(row, "topic", 12)
        template.is_active = row.get("is_active") is True
        position = row.get("position")
        template.position = position if isinstance(position, int) and position < 32_000 else 0
        with transaction.atomic():
            if _save(template, name, note):
                _sections(template, row)
                keep_version(template, people.by)


def _sections(template: ArticleTemplate, row: Row) -> None:
    told = row.get("sections")
    sections = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    TemplateSection.objects.bulk_create(
        TemplateSection(
            template=template,
            heading=text_of(section, "heading", 100),
            hint=text_of(section, "hint", 500),
            starter=text_of(section, "starter", 2_000),
            is_required=section.get("is_required") is True,
            position=at,
        )
        for at, section in enumerate(sections[:100])
    )


def _named(rows: list[Row], places: Places) -> Iterator[tuple[Row, str, Department | None]]:
    for row in rows:
        if name := text_of(row, "name", 80):
            yield row, name, places.department(text_of(row, "department", 60))


def _texts(row: Row, name: str) -> list[str]:
    value = row.get(name)
    return [one[:80] for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _save(entry: Any, name: str, note: Notes) -> bool:
    try:
        entry.full_clean()
    except ValidationError as error:
        note(name, " ".join(error.messages))
        return False
    entry.save()
    return True
