"""What templates need beyond Django's own tags: icons, avatars, dates, the department tree."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from accounts.models import Department, User
from accounts.models.tree import Branch

register = template.Library()

AVATAR_COLOURS = 8
KIND_ICONS = {
    "process": "list-checks",
    "company": "building-2",
    "methodology": "compass",
    "product": "package",
    "sector": "globe",
}


@dataclass(slots=True)
class Node:
    """A department in the menu, with those below it."""

    department: Department
    is_current: bool = False
    is_open: bool = False
    children: list[Node] = field(default_factory=list)


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An inline icon, hidden from screen readers: the words beside it carry the meaning."""
    return _icon(str(name), size)


@register.simple_tag
def kind_icon(article: Any, size: int = 18) -> SafeString:
    """The icon of a page's topic, or of its kind where it has none."""
    return _icon(KIND_ICONS.get(article.topic or article.kind, "file-text"), size)


@register.filter
def avatar_class(person: User) -> str:
    """A colour of their own for each person, the same one for ever."""
    return f"avatar-{crc32(person.email.lower().encode()) % AVATAR_COLOURS + 1}"


@register.simple_tag
def day(value: datetime.date | None) -> str:
    """A date as people write it: 3 May 2026."""
    return _time(value, _short(value)) if value is not None else ""


@register.simple_tag
def ago(value: datetime.datetime | None) -> str:
    """How long ago within the last week, else the date; the exact time is in the title."""
    if value is None:
        return ""
    age = timezone.now() - value
    if datetime.timedelta() <= age < datetime.timedelta(days=7):
        return _time(value, _roughly(naturaltime(value)))
    return _time(value, _short(value))


@register.inclusion_tag("components/tree.html", takes_context=True)
def department_tree(context: Context) -> dict[str, object]:
    """The menu of departments, open where the reader stands."""
    here = _department_of_page(context)
    path = context["request"].path
    above = {d.pk for d in context.get("lineage") or []}
    if here is not None:
        above.add(here.pk)
    return {
        "nodes": _nest(context.get("nav") or [], here, above),
        "current": "page" if here is not None and here.get_absolute_url() == path else "true",
    }


@register.filter
def grouped_by_top(
    rows: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Rows with `branch` and `count`, as top departments with their teams and `total` of pages."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        if row["branch"].depth == 0 or not groups:
            groups.append({"top": row, "below": [], "total": 0})
        elif row["branch"].depth == 1:
            groups[-1]["below"].append(row)
        groups[-1]["total"] += row["count"]
    return groups


@register.filter
def by_letter(articles: Iterable[Any]) -> list[dict[str, Any]]:
    """Articles under the first letter of their titles, for lists too long to read as one."""
    groups: list[dict[str, Any]] = []
    for article in sorted(articles, key=lambda a: _plain(a.title)):
        first = _plain(article.title)[:1].upper()
        letter = first if first.isalpha() else "0–9"
        if not groups or groups[-1]["letter"] != letter:
            groups.append({"letter": letter, "articles": []})
        groups[-1]["articles"].append(article)
    return groups


def _plain(title: str) -> str:
    """Without accents, quotes and capitals, as people expect a list to be sorted."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in letters if c.isalnum() or c == " ").strip()


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    attributes = {"class": "icon", "aria_hidden": "true", "focusable": "false"}
    return mark_safe(lucide(name, size=size, **attributes))  # noqa: S308 (the package's own)


def _roughly(told: str) -> str:
    """“2 days, 3 hours ago” → “2 days ago”."""
    return told.split(",")[0] + " ago" if "," in told else told


def _short(value: datetime.date) -> str:
    return date_format(_local(value), "j M Y").replace(" ", "\N{NO-BREAK SPACE}")


def _local(value: datetime.date) -> datetime.date:
    return timezone.localtime(value) if isinstance(value, datetime.datetime) else value


def _time(value: datetime.date, text: str) -> str:
    local = _local(value)
    exact = date_format(local, "j F Y, H:i" if isinstance(local, datetime.datetime) else "j F Y")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, text)


def _department_of_page(context: Context) -> Department | None:
    if (department := context.get("department")) is not None:
        return department
    article = context.get("article")
    return article.department if article is not None else None


def _nest(branches: Iterable[Branch], here: Department | None, opened: set[int]) -> list[Node]:
    top: list[Node] = []
    path: list[Node] = []
    for branch in branches:
        department = branch.department
        is_current = here is not None and department.pk == here.pk
        node = Node(department, is_current, department.pk in opened)
        del path[branch.depth :]
        (path[-1].children if path else top).append(node)
        path.append(node)
    return top
