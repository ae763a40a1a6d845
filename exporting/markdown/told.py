"""What a page tells beside its text, as front matter has it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from exporting.seeing import Seeing
from processes.facts import DEPARTMENT, PERSON, TEMPLATE, TOOL, Names, stands_for
from processes.models import Article
from processes.old_addresses import address_of


def told(
    article: Article, facts: Mapping[str, Any], seeing: Seeing, names: Names
) -> dict[str, Any]:
    """In the order in which it is written; what is empty is left out.

    The caller fetched the article with its people, aliases, tags, addresses and provenance.
    """
    found = {
        "id": article.pk,
        "title": article.title,
        "summary": article.summary,
        "department": seeing.tree.said_of(article.department_id)[1],
        "address": article.slug,
        "owner": seeing.person(article.owner),
        "kind": article.kind,
        "topic": article.topic,
        "parent": _address(article.parent, seeing),
        "position": article.position,
        "tags": sorted(tag.name for tag in article.tags.all()),
        "facts": facts_of(facts, seeing, names),
        "version": article.version,
        "published_at": moment(article.published_at),
        "approved_by": seeing.person(article.approved_by),
        "approved_at": moment(article.approved_at),
        "review_due": article.review_due and article.review_due.isoformat(),
        "created_by": seeing.person(article.created_by),
        "created_at": moment(article.created_at),
        "archived_at": moment(article.archived_at),
        "replaced_by": _address(article.replaced_by, seeing),
        "aliases": _aliases(article, seeing),
        "old_addresses": _old_addresses(article),
        "imported": _provenance(article, seeing),
    }
    return without_empty(found)


def facts_of(facts: Mapping[str, Any], seeing: Seeing, names: Names) -> dict[str, Any]:
    """With addresses and names where the wiki has numbers; what may not be known is left out."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        values = value if isinstance(value, list) else [value]
        said = [word for one in values if (word := _said(name, one, seeing, names)) is not None]
        if said:
            found[name] = said if isinstance(value, list) else said[0]
    return found


def moment(at: datetime.datetime | None) -> str | None:
    """In UTC."""
    return at.astimezone(datetime.UTC).isoformat() if at else None


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """What says something; 0 and False do."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _said(name: str, value: Any, seeing: Seeing, names: Names) -> Any:
    what, pk = stands_for(name, value)
    if not what:
        return value if isinstance(value, str) else None
    if what == DEPARTMENT:
        place = names.departments.get(pk)
        seeing.told_departments.update({pk} if place else ())
        return f"{DEPARTMENT}:{place.slug}" if place else None
    known = names.known.get((what, pk))
    if known is None:
        return None
    if what == PERSON:
        state = {"is_active": known.state != "left"}
        email = known.address or known.called
        person = seeing.person(User(pk=pk, name=known.called, email=email, **state))
        return f"{PERSON}:{person}"
    return {TOOL: known.address, TEMPLATE: known.called}[what]


def _address(page: Article | None, seeing: Seeing) -> str | None:
    """department/page."""
    if page is None or page.pk not in seeing.readable:
        return None
    seeing.told_pages.add(page.pk)
    return f"{seeing.tree.said_of(page.department_id)[1]}/{page.slug}"


def _aliases(article: Article, seeing: Seeing) -> list[dict[str, Any]]:
    """Without those of a time when the page stood where the reader may not look."""
    rows = sorted(article.aliases.all(), key=lambda alias: alias.pk)
    return [
        without_empty(
            {
                "title": alias.title,
                "department": seeing.department(alias.department_id) if alias.slug else None,
                "address": alias.slug,
                "former_department": alias.former if seeing.user.is_admin else None,
            }
        )
        for alias in rows
        if alias.department_id not in seeing.hidden
    ]


def _old_addresses(article: Article) -> list[str]:
    return sorted(address_of(row.host, row.key) for row in article.old_wiki_addresses.all())


def _provenance(article: Article, seeing: Seeing) -> dict[str, Any]:
    row = getattr(article, "provenance", None)
    if row is None:
        return {}
    return without_empty(
        {
            "source": row.source,
            "key": row.key,
            "digest": row.digest,
            "format": row.format,
            "address": row.address,
            "author_name": row.author_name,
            "author": seeing.person(row.author),
            "written_at": moment(row.written_at),
            "changed_at": moment(row.changed_at),
            "imported_at": moment(row.imported_at),
        }
    )
