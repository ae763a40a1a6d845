"""Terms and tools for tests, written as the catalogue writes them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import Department
from processes import catalogue
from processes.models import Article, ArticleTool, Term, Tool


def term_values(name: str = "Churn", **values: Any) -> catalogue.Values:
    known = {"name": name, "definition": f"What {name} means.", "also": [], "avoid": []}
    return known | values


def tool_values(name: str = "Ledger", **values: Any) -> catalogue.Values:
    known = {"name": name, "purpose": f"What {name} is for.", "url": "", "owner": None}
    return known | {"status": "in_use", "replaced_by": None, "cost_note": ""} | values


def term(department: Department, name: str = "Churn", **values: Any) -> Term:
    with transaction.atomic():
        entry = catalogue.record(Term(department=department), term_values(name, **values))
    assert isinstance(entry, Term)
    return entry


def tool(department: Department, name: str = "Ledger", **values: Any) -> Tool:
    with transaction.atomic():
        entry = catalogue.record(Tool(department=department), tool_values(name, **values))
    assert isinstance(entry, Tool)
    return entry


def uses(article: Article, tool: Tool) -> None:
    """The live facts of a page name the tool."""
    Article.objects.filter(pk=article.pk).update(facts={"tools": [tool.pk]})
    ArticleTool.objects.create(article=article, tool=tool)
