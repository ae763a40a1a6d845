"""The demo company's terms and tools, and what its pages tell beside their text."""

from __future__ import annotations

from typing import Any

from accounts.models import Department
from demo import reading
from demo.loader import Loader
from processes import catalogue
from processes.models import ArticleTemplate, RuleSetting, Term, Tool
from processes.text.rendering import fold, slugify

ROLES = ("responsible", "consulted", "informed")
PLAIN = ("trigger", "frequency", "inputs", "outputs")
PROCESS = "Process"  # the shipped template


def load_words(loader: Loader) -> None:
    """Before the pages, so that these are drawn with them."""
    for row in reading.told("words")["term"]:
        Term.objects.create(
            name=row["name"],
            name_key=fold(row["name"]),
            definition=row["definition"],
            department=_department(row["department"]),
            also=row.get("also", []),
            avoid=row.get("avoid", []),
        )
    rows = reading.told("tools")["tool"]
    for row in rows:
        Tool.objects.create(
            name=row["name"],
            name_key=fold(row["name"]),
            slug=slugify(row["name"]),
            purpose=row["purpose"],
            url=row.get("url", ""),
            owner=loader.person(row["owner"]),
            department=_department(row["department"]),
            status=row.get("status", "in_use"),
            cost_note=row.get("cost_note", ""),
        )
    for row in rows:
        if "replaced_by" in row:
            other = Tool.objects.get(name=row["replaced_by"])
            Tool.objects.filter(name=row["name"]).update(replaced_by=other)


def load_rules() -> None:
    """Where a department is stricter than the company."""
    for row in reading.told("words")["rule"]:
        RuleSetting.objects.create(
            rule=row["rule"],
            department=_department(row["department"]),
            level=row["level"],
            parameters={"allowed": row["allowed"]} if "allowed" in row else {},
        )


def propose_words(loader: Loader) -> None:
    """Terms that wait for whoever manages their department."""
    for row in reading.told("words")["proposed"]:
        catalogue.propose(
            row["kind"],
            {"name": row["name"], "definition": row["definition"], "also": [], "avoid": []},
            loader.person(row["by"]),
            department=_department(row["department"]),
            note=row["note"],
        )


def load_facts(loader: Loader) -> None:
    """What each page tells beside its text, by its address, ready for `Content.facts`."""
    shipped = ArticleTemplate.objects.filter(name=PROCESS, department=None).first()
    begun_with = {"template": shipped.pk} if shipped else {}
    for page, row in reading.told("facts").items():
        facts: dict[str, Any] = dict(begun_with)
        facts |= {name: row[name] for name in PLAIN if name in row}
        facts |= {role: [_who(loader, name) for name in row[role]] for role in ROLES if role in row}
        if "tools" in row:
            facts["tools"] = [Tool.objects.get(name=name).pk for name in row["tools"]]
        loader.facts[page] = facts


def _who(loader: Loader, name: str) -> str:
    if name.startswith("@"):
        return f"department:{_department(name[1:]).pk}"
    return f"person:{loader.person(name).pk}"


def _department(slug: str) -> Department:
    return Department.objects.get(slug=slug)
