"""The pages that a page is a part of, outermost first."""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from accounts.models import User
from processes.models import Article
from processes.text.page_order import DEEPEST

# Department, address and title: what a link to a page shows.
PageAbove = tuple[int, str, str]


class WayUp(Func):
    """The pages above an article, from parent to parent, as text for `pages_above`.

    In one column of the article's own query: such a walk is the one thing that the ORM has no
    words for. No parent lies in another department; `DEEPEST` ends a circle, if there were one.
    """

    output_field = TextField()
    template = """(
        WITH RECURSIVE way(id, parent_id, slug, title, is_shown, steps) AS (
            SELECT %(page)s, 1 FROM %(table)s p WHERE p.id = %(parent)s AND %(beside)s
            UNION ALL
            SELECT %(page)s, way.steps + 1 FROM %(table)s p JOIN way ON p.id = way.parent_id
            WHERE way.steps < %(deepest)s AND %(beside)s
        )
        SELECT %(listed)s FROM way WHERE is_shown
    )"""

    def __init__(self) -> None:
        super().__init__(F("parent_id"), F("department_id"))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, Any]:
        return self._sql(compiler, "JSON_GROUP_ARRAY(JSON_ARRAY(steps, id, slug, title))")

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, Any]:
        row = "JSONB_BUILD_ARRAY(steps, id, slug, title)"
        return self._sql(compiler, f"CAST(JSONB_AGG({row}) AS text)")

    def _sql(self, compiler: SQLCompiler, listed: str) -> tuple[str, Any]:
        (parent, _), (department, _) = map(compiler.compile, self.get_source_expressions())
        parts = {
            "table": compiler.quote_name_unless_alias(Article._meta.db_table),
            "page": "p.id, p.parent_id, p.slug, p.title, p.version > 0 AND p.archived_at IS NULL",
            "parent": parent,
            "beside": f"p.department_id = {department}",
            "deepest": DEEPEST,
            "listed": listed,
        }
        return self.template % parts, []


def pages_above(user: User, department: int, way: str | None) -> tuple[PageAbove, ...]:
    """Those that this reader may open, of what `WayUp` gave.

    All published pages of a department are for whoever it is open to. In one that is closed to
    them, where they read a page of their own, there is a query for those among them that are.
    """
    found = sorted(json.loads(way or "[]"), reverse=True)
    if found and department in user.departments.hidden_from(user):
        ids = [pk for _steps, pk, *_ in found]
        open_to_them = set(
            Article.objects.visible_to(user)
            .filter(pk__in=ids)
            .order_by()
            .values_list("pk", flat=True)
        )
        found = [page for page in found if page[1] in open_to_them]
    return tuple((department, slug, title) for _steps, _pk, slug, title in found)
