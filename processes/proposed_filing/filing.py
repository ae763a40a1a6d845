"""How a page is filed, how it would be, and whether it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import Department, User
from accounts.reorganising import became
from processes.models import Article, Kind


class NoLongerHolds(ValueError):
    """What was proposed is not possible now; `str()` is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a page belongs, who answers for it, and what it is."""

    department: Department
    owner: User
    kind: str
    topic: str
    parent: Article | None


def of(article: Article) -> Filing:
    """How an article is filed now. A parent counts only while it can be one."""
    parent = article.parent
    if parent and why_no_parent(article, parent, article.department_id):
        parent = None
    return Filing(article.department, article.owner, article.kind, article.topic, parent)


def differences(article: Article, wanted: Filing) -> dict[str, Any]:
    """What `Proposal.filing` holds of a wish."""
    now, then = plain(of(article)), plain(wanted)
    return {name: value for name, value in then.items() if value != now[name]}


def plain(filing: Filing) -> dict[str, Any]:
    """The same in ids, as `Proposal.filing` has it."""
    return {
        "department": filing.department.pk,
        "owner": filing.owner.pk,
        "kind": filing.kind,
        "topic": filing.topic,
        "parent": filing.parent.pk if filing.parent else None,
    }


def wanted(article: Article, filing: Mapping[str, Any]) -> Filing:
    """How an article would be filed. Raises NoLongerHolds where that is not possible now."""
    filed = of(article)
    if "department" in filing:
        filed = replace(filed, department=_department(filing["department"]))
    if "owner" in filing:
        filed = replace(filed, owner=_owner(filing["owner"]))
    if "parent" in filing or "department" in filing:
        filed = replace(filed, parent=_parent(article, filing, filed.department))
    kind = filing.get("kind", filed.kind)
    topic = filing.get("topic", filed.topic) if kind == Kind.EXPERTISE else ""
    return replace(filed, kind=kind, topic=topic)


def why_no_parent(article: Article | None, parent: Article, department_id: int) -> str:
    """Why a page cannot be a part of another in that department; empty where it can.

    `article` is None for a page that does not exist yet. A query for each page above.
    """
    if parent.department_id != department_id:
        return "It is in another department: a page is part of one in its own."
    if not parent.is_published:
        return "It is not published yet."
    if parent.is_archived:
        return "It is archived."
    if article is not None and article.pk == parent.pk:
        return "A page cannot be part of itself."
    if article is not None and _is_above(article, parent):
        return "It is itself part of this page."
    return ""


def person(pk: object) -> User | None:
    """Whom a filing names, active or not."""
    return User.objects.filter(pk=pk).first() if isinstance(pk, int) else None


def _department(pk: int) -> Department:
    for number in (pk, became([pk]).get(pk)):
        if number and (found := Department.objects.filter(pk=number).first()):
            return found
    raise NoLongerHolds("The department that the page shall move to is gone.")


def _owner(pk: int) -> User:
    owner = person(pk)
    if owner is None or not owner.is_active:
        raise NoLongerHolds(f"{owner or 'The new owner'} is not active and cannot own a page.")
    return owner


def _parent(article: Article, filing: Mapping[str, Any], place: Department) -> Article | None:
    """The parent there: the one that is asked for, else the present one if it is there."""
    if "parent" not in filing:
        now = of(article).parent
        return now if now and now.department_id == place.pk else None
    if filing["parent"] is None:
        return None
    parent = Article.objects.select_related("department").filter(pk=filing["parent"]).first()
    if parent is None:
        raise NoLongerHolds("The page that this one shall be part of is gone.")
    if problem := why_no_parent(article, parent, place.pk):
        raise NoLongerHolds(f"This page cannot be part of the one that was chosen. {problem}")
    return parent


def _is_above(article: Article, page: Article) -> bool:
    """Whether the page is a part of the article, however far below it."""
    seen: set[int] = set()
    above = page.parent_id
    while above is not None and above not in seen:
        if above == article.pk:
            return True
        seen.add(above)
        above = Article.objects.values_list("parent", flat=True).filter(pk=above).first()
    return False
