"""Which tools and which people the live facts of an article name, so that both can be asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model

from accounts.models import Department, User
from accounts.reorganising import became
from processes.facts.names import DEPARTMENT, PERSON, ROLES, parted
from processes.models import Article, ArticleRole, ArticleTool, Tool

Role = tuple[str, str, int]  # the role, “person” or “department”, its id


def record(article: Article, before: Mapping[str, Any] | None = None) -> None:
    """Notes the tools and the roles in `article.facts`; what is gone by now is left out.

    `before` holds the facts that were noted last: where they name the same, this asks nothing;
    without it everything is noted anew. At most seven statements.
    """
    facts = article.facts
    if before is None or before.get("tools", []) != facts.get("tools", []):
        _record_tools(article)
    if before is None or named_roles(before) != named_roles(facts):
        _record_roles(article)


def named_roles(facts: Mapping[str, Any]) -> list[Role]:
    """Each role with whom it names."""
    return [
        (role, *found)
        for role in ROLES
        for reference in facts.get(role, ())
        if (found := parted(reference))
    ]


def is_recorded(article: Article) -> bool:
    """Whether exactly that is noted what the facts name and what is still there (two queries, and
    up to three more where something is named)."""
    facts = article.facts if article.is_published else {}
    tools = ArticleTool.objects.filter(article=article).values_list("tool", flat=True)
    roles = ArticleRole.objects.filter(article=article).values_list("role", "person", "department")
    noted = {(role, DEPARTMENT if d else PERSON, d or p) for role, p, d in roles}
    return set(tools) == _known_tools(facts) and noted == set(_known_roles(named_roles(facts)))


def _record_tools(article: Article) -> None:
    ArticleTool.objects.filter(article=article).delete()
    known = _known_tools(article.facts)
    ArticleTool.objects.bulk_create(ArticleTool(article=article, tool_id=pk) for pk in known)


def _record_roles(article: Article) -> None:
    ArticleRole.objects.filter(article=article).delete()
    known = _known_roles(named_roles(article.facts))
    ArticleRole.objects.bulk_create(
        ArticleRole(article=article, role=role, **{f"{what}_id": pk}) for role, what, pk in known
    )


def _known_tools(facts: Mapping[str, Any]) -> set[int]:
    return _there(Tool, facts.get("tools", ()))


def _known_roles(roles: list[Role]) -> list[Role]:
    people, departments = (
        {pk for _, what, pk in roles if what == named} for named in (PERSON, DEPARTMENT)
    )
    known = {(PERSON, pk): pk for pk in _there(User, people)}
    places = {pk: pk for pk in _there(Department, departments)}
    places |= became([pk for pk in departments if pk not in places])
    known |= {(DEPARTMENT, pk): now for pk, now in places.items()}
    # A page may name a department and one that was merged into it.
    found = ((role, what, known[what, pk]) for role, what, pk in roles if (what, pk) in known)
    return list(dict.fromkeys(found))


def _there(model: type[Model], ids: Collection[int]) -> set[int]:
    found = model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
    return set(found) if ids else set()
