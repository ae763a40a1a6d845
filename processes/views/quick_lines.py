"""What quick find offers, in groups: one line each, with where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import Department, User
from processes.models import Article, ToolStatus
from processes.search import Snippet


@dataclass(frozen=True, slots=True)
class Line:
    """`about` tells it from others of its name; `snippet` shows where a text says it."""

    label: str
    url: str
    about: str = ""
    icon: str = ""
    article: Article | None = None
    person: User | None = None
    snippet: Snippet = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """`key` is the group's own among the others; without a name it needs no heading."""

    key: str
    name: str
    lines: list[Line]


def of_page(article: Article, snippet: Snippet | None = None) -> Line:
    """An article that is fit for lists."""
    url, place = article.get_absolute_url(), article.department.name
    return Line(article.title, url, place, article=article, snippet=snippet or [])


def of_department(department: Department, above: Department | None) -> Line:
    about = f"in {above.name}" if above else ""
    return Line(department.name, department.get_absolute_url(), about, icon="folder")


def of_person(pk: int, name: str, email: str, job_title: str) -> Line:
    person = User(pk=pk, name=name, email=email)
    return Line(str(person), person.get_absolute_url(), job_title or email, person=person)


def of_tool(slug: str, name: str, purpose: str, status: str) -> Line:
    about = purpose if status == ToolStatus.IN_USE else f"{ToolStatus(status).label}: {purpose}"
    return Line(name, reverse("tool", args=[slug]), about, icon="wrench")


def filled(groups: Iterable[Group]) -> list[Group]:
    """Without those that have no line."""
    return [group for group in groups if group.lines]
