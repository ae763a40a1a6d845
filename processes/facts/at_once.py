"""What the live facts of an article name, in columns of the very query that reads the article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.query import QuerySet

from accounts.prepared import Listed
from processes.facts.looking_up import IN_ROWS, Known, of_people, of_tools
from processes.models import ArticleRole, ArticleTool


def named_people() -> Subquery:
    """The people in roles, as `read` takes them. What is recorded with each publication says who
    they are (see `processes.facts.recording`), so there is nothing to take apart first."""
    roles = ArticleRole.objects.filter(article=OuterRef(OuterRef("pk")), person__isnull=False)
    return _listed(of_people(roles.values("person")))


def named_tools() -> Subquery:
    """The tools, as `read` takes them."""
    uses = ArticleTool.objects.filter(article=OuterRef(OuterRef("pk")))
    return _listed(of_tools(uses.values("tool")))


def read(*columns: str | None) -> Iterator[Known]:
    """The rows in such columns, as the database gave them."""
    for column in columns:
        for row in json.loads(column or "[]"):
            yield Known(*row)


def _listed(rows: QuerySet[Any, Any]) -> Subquery:
    return Subquery(rows.annotate(listed=Listed(*IN_ROWS)).values("listed"))
