"""What is drawn around every page, shared between requests as far as it says the same.

The templates see the facts handed to them here and nothing else (see processes.fragments).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Department, User
from accounts.models.notification import UNREAD_COUNTED
from accounts.models.tree import DepartmentTree
from accounts.prepared import columns
from processes.fragments import fragment

register = template.Library()

# What the page shows in its middle, and the request.
Around = Context | Mapping[str, Any]

PERSON = columns(User, "id", "name", "email", "job_title", "is_superuser", "picture")
# Pages that have a place in the menu of their own.
IN_THE_MENU = (
    *("home", "reviews", "proposals", "department", "glossary", "tools"),
    *("wanted", "link_report", "libraries"),
)
# Those that look at a department and do not stand in it.
REPORTS = ("wanted", "link_report", "glossary", "tools")
# Those that stand below a page of the menu.
BELOW = {
    **dict.fromkeys(("tool", "tool_new", "tool_propose"), "tools"),
    **dict.fromkeys(("term_new", "term_propose"), "glossary"),
    "entries": "reviews",
}
NOTHING = mark_safe("")


@dataclass(slots=True)
class Node:
    """A department in the menu, with those below it."""

    department: Department
    is_current: bool = False
    is_open: bool = False
    children: list[Node] = field(default_factory=list)


@register.simple_tag
def shared(template_name: str) -> SafeString:
    """A template that says the same on every page."""
    return fragment(template_name, ())


@register.simple_tag(takes_context=True)
def header(context: Context) -> SafeString:
    """The bar at the top; a frame (see `processes.views.framing`) has a gap for it."""
    return context.get("header_gap") or header_of(context)


def header_of(context: Around) -> SafeString:
    """The brand, search, what the signed-in person may open."""
    request = context["request"]
    user = request.user
    if not user.is_authenticated:
        return NOTHING
    person = tuple(getattr(user, name) for name in PERSON)
    unread = f"{UNREAD_COUNTED - 1}+" if user.unread >= UNREAD_COUNTED else str(user.unread or "")
    department = getattr(context.get("department"), "slug", "")
    hide, found = bool(context.get("hide_header_search")), request.resolver_match
    # What is looked for in a list of its own is not what this box looks for.
    query = str(context.get("query") or "") if found and found.url_name == "search" else ""
    return fragment(
        "components/header.html",
        (person, unread, department, hide, query, user.may_write),
        lambda: {
            "person": User.from_db("default", PERSON, person),
            "unread": unread,
            "department_slug": department,
            "hide_header_search": hide,
            "query": query,
            "may_write": user.may_write,
        },
    )


@register.simple_tag(takes_context=True)
def sidebar(context: Context) -> SafeString:
    """The menu; a frame has a gap for it."""
    return context.get("sidebar_gap") or sidebar_of(context)


def sidebar_of(context: Around) -> SafeString:
    """The menu: what concerns this person, and the departments they see, open where they stand."""
    request = context["request"]
    if not request.user.is_authenticated:
        return NOTHING
    tree: DepartmentTree = request.user.departments
    hidden = tree.hidden_from(request.user)
    name = request.resolver_match.url_name if request.resolver_match else ""
    name = name if name in IN_THE_MENU else BELOW.get(name, "")
    waiting = context.get("waiting_count") or 0
    here = None if name in REPORTS else _place(context)
    return fragment(
        "components/sidebar.html",
        (tree.shape.digest, hidden, here, name, waiting, writes := request.user.may_write),
        lambda: (
            _menu(tree, hidden, here)
            | {"current_page": name, "waiting_count": waiting, "may_write": writes}
        ),
    )


def _place(context: Around) -> int | None:
    """The department that the page belongs to."""
    if (department := context.get("department")) is not None:
        return department.pk
    return getattr(context.get("article"), "department_id", None)


def _menu(tree: DepartmentTree, hidden: frozenset[int], here: int | None) -> Mapping[str, Any]:
    opened = {department.pk for department in tree.lineage(here)}
    top: list[Node] = []
    # The way down to where we are. What is above somebody's department may be hidden from them.
    path: list[tuple[int, Node]] = []
    for branch in tree.branches_without(hidden):
        department = branch.department
        node = Node(department, department.pk == here, department.pk in opened)
        while path and path[-1][0] >= branch.depth:
            path.pop()
        (path[-1][1].children if path else top).append(node)
        path.append((branch.depth, node))
    return {"nodes": top}
