"""Facts with the numbers of this wiki in place of the names that the export has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importing.imprimatur.people import People
from importing.imprimatur.places import Places
from processes.facts import DEPARTMENT, LABELS, LISTS, PERSON, ROLES
from processes.models import ArticleTemplate, Tool


def facts_of(told: object, people: People, places: Places, department_id: int) -> dict[str, Any]:
    """What nobody here knows, or what is no fact, is left out."""
    if not isinstance(told, Mapping):
        return {}
    found: dict[str, Any] = {}
    for name in LABELS:
        value = told.get(name)
        if name == "template":
            kept: Any = _template(value, department_id)
        elif name in (*LISTS, *ROLES, "tools"):
            values = value if isinstance(value, list) else []
            known = (_one(name, one, people, places) for one in values[:30])
            kept = [one for one in known if one is not None]
        else:
            kept = value[:200] if isinstance(value, str) else None
        if kept:
            found[name] = kept
    return found


def _one(name: str, said: object, people: People, places: Places) -> Any:
    if not isinstance(said, str):
        return None
    if name in LISTS:
        return said[:200]
    if name == "tools":
        return Tool.objects.filter(slug=said).values_list("pk", flat=True).first()
    what, _, whom = said.partition(":")
    if what == PERSON:
        person = people.person(whom)
        return f"{PERSON}:{person.pk}" if person else None
    place = places.department(whom) if what == DEPARTMENT else None
    return f"{DEPARTMENT}:{place.pk}" if place else None


def _template(said: object, department_id: int) -> int | None:
    rows = ArticleTemplate.objects.filter(name=said) if isinstance(said, str) else None
    if rows is None:
        return None
    own = rows.filter(department=department_id) | rows.filter(department=None)
    return own.order_by("pk").values_list("pk", flat=True).first()
