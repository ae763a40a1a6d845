"""Entries and what was proposed about them, as one person may see them."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.query import QuerySet

from accounts.models import Deputy, User
from processes.catalogue.values import Entry
from processes.models import Article, EntryProposal, Tool
from processes.models.article import ArticleQuerySet


def readable_tools(user: User) -> QuerySet[Tool]:
    """The tools of the departments that this person may read."""
    return Tool.objects.exclude(department__in=user.departments.hidden_from(user))


def uses_of(tool: Tool, user: User) -> ArticleQuerySet:
    """The live pages that name a tool among their facts, as far as this person may read them."""
    return Article.objects.visible_to(user) & live_uses(tool)


def live_uses(tool: Tool) -> ArticleQuerySet:
    """Whoever may read them."""
    return Article.objects.published().filter(tool_uses__tool=tool)


def visible_to(user: User) -> QuerySet[EntryProposal]:
    """One's own, while one may read the department; and those one decides on."""
    tree = user.departments
    rows = EntryProposal.objects.select_related("department", "author", "decided_by")
    if user.is_admin:
        return rows
    own = Q(author=user) & ~Q(department__in=tree.hidden_from(user))
    managers = Deputy.objects.current().filter(deputy=user).values_list("manager", flat=True)
    deputised = {
        pk for pk in tree.shape.rows if (set(tree.managers_in_line(pk)[:1]) & set(managers))
    }
    return rows.filter(own | Q(department__in=tree.managed_by(user) | deputised))


def settled_for(user: User) -> QuerySet[EntryProposal]:
    """What was decided on lately among those one may see, newest first."""
    return visible_to(user).exclude(decided_at=None).order_by("-decided_at", "-pk")


def entry_of(proposed: EntryProposal) -> Entry | None:
    """The term or tool that a proposal changes, or made. None where there is none."""
    return proposed.term if proposed.term_id else proposed.tool
