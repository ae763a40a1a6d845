"""What belongs to the wiki as a whole: departments, people, tags, words, tools, files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.models import Department, DepartmentAddress, User
from accounts.models.department import Visibility
from accounts.placeholders import DOMAIN
from exporting.archive import Archive
from exporting.markdown.told import moment, without_empty
from exporting.planning import BATCH, Plan
from exporting.seeing import Seeing
from importing.batches import in_batches
from importing.imprimatur import format as names
from processes.catalogue import readable_tools
from processes.glossary import readable_by
from processes.models import ArticleTemplate, Attachment, OldAddress, Tag, Term, Tool
from processes.old_addresses import address_of

Row = dict[str, Any]


def write(archive: Archive, plan: Plan, *, is_all: bool) -> None:
    """`is_all`: not only what belongs to the departments that have pages in this export."""
    seeing = plan.seeing
    places = _departments(plan, is_all=is_all)
    ids = [place.pk for place in places]
    archive.add_json(names.DEPARTMENTS, _told(places, seeing))
    archive.add_json(names.TAGS, _tags(plan))
    terms = readable_by(seeing.user).filter(department__in=ids)
    archive.add_json(names.TERMS, [_term(term, seeing) for term in terms.order_by("pk")])
    tools = readable_tools(seeing.user).filter(department__in=ids)
    tools = tools.select_related("owner", "replaced_by").order_by("pk")
    archive.add_json(names.TOOLS, [_tool(tool, seeing) for tool in tools])
    archive.add_json(names.TEMPLATES, _templates(seeing, ids))
    archive.add_json(names.ATTACHMENTS, list(_attachments(plan)))


def write_people(archive: Archive, seeing: Seeing) -> None:
    """Everybody who appears in what was written before, and whom the reader may look up."""
    archive.add_json(names.PEOPLE, [_person(seeing.met[email]) for email in sorted(seeing.met)])


def _departments(plan: Plan, *, is_all: bool) -> list[Department]:
    """Parents before what lies below them."""
    tree = plan.seeing.tree
    shown = {place.pk: place for place in plan.seeing.departments()} if is_all else {}
    wanted = shown.keys() | plan.folders.keys()
    lines = {pk: len(tree.shape.lineages[pk]) for pk in tree.shape.rows if pk in wanted}
    return [tree.by_id[pk] for pk in sorted(lines, key=lambda pk: lines[pk])]


def _told(places: list[Department], seeing: Seeing) -> list[Row]:
    ids = [place.pk for place in places]
    former: dict[int, list[str]] = {}
    if seeing.user.is_admin:
        rows = DepartmentAddress.objects.filter(department__in=ids).order_by("slug")
        for slug, department in rows.values_list("slug", "department_id"):
            former.setdefault(department, []).append(slug)
    old = _old_addresses("department_id", ids)
    return [_department(place, seeing, former, old) for place in places]


def _department(
    place: Department, seeing: Seeing, former: dict[int, list[str]], old: dict[int, list[str]]
) -> Row:
    return without_empty(
        {
            "address": place.slug,
            "name": place.name,
            "parent": seeing.department(place.parent_id),
            "manager": seeing.person(place.manager),
            "description": place.description,
            "visibility": _visibility(place, seeing),
            "four_eyes": place.four_eyes or _inherits_four_eyes(place, seeing) or None,
            "review_months": place.review_months,
            "decide_days": place.decide_days,
            "position": place.position,
            "former_addresses": former.get(place.pk),
            "old_addresses": old.get(place.pk),
        }
    )


def _visibility(place: Department, seeing: Seeing) -> str:
    """As its own; where what lies above it is not told, as closed as that makes it."""
    is_told = place.parent_id is None or seeing.department(place.parent_id) is not None
    if is_told or place.pk in seeing.tree.shape.open:
        return place.visibility
    return Visibility.MEMBERS


def _inherits_four_eyes(place: Department, seeing: Seeing) -> bool:
    is_told = place.parent_id is None or seeing.department(place.parent_id) is not None
    return not is_told and seeing.tree.four_eyes(place.pk)


def _tags(plan: Plan) -> list[Row]:
    found: dict[str, str] = {}
    for ids in plan.batches():
        rows = Tag.objects.filter(taggings__article__in=ids).distinct()
        found |= dict(rows.values_list("slug", "name"))
    return [{"address": slug, "name": found[slug]} for slug in sorted(found)]


def _term(term: Term, seeing: Seeing) -> Row:
    return without_empty(
        {
            "name": term.name,
            "definition": term.definition,
            "department": seeing.department(term.department_id),
            "also": term.also,
            "avoid": term.avoid,
            "changed_at": moment(term.changed_at),
        }
    )


def _tool(tool: Tool, seeing: Seeing) -> Row:
    instead = tool.replaced_by
    may_tell = instead is not None and instead.department_id not in seeing.hidden
    return without_empty(
        {
            "name": tool.name,
            "address": tool.slug,
            "purpose": tool.purpose,
            "url": tool.url,
            "owner": seeing.person(tool.owner),
            "department": seeing.department(tool.department_id),
            "status": tool.status,
            "replaced_by": instead.slug if may_tell and instead else None,
            "cost_note": tool.cost_note,
            "changed_at": moment(tool.changed_at),
        }
    )


def _templates(seeing: Seeing, ids: list[int]) -> list[Row]:
    """For those who write."""
    if not seeing.user.may_write or seeing.user.is_guest:
        return []
    rows = ArticleTemplate.objects.prefetch_related("sections").order_by("pk")
    return [
        _template(row, seeing)
        for row in rows
        if row.department_id is None or row.department_id in ids
    ]


def _template(template: ArticleTemplate, seeing: Seeing) -> Row:
    said = ("name", "description", "kind", "topic", "is_active", "position")
    sections = ("heading", "hint", "starter", "is_required")
    row = {name: getattr(template, name) for name in said}
    row["department"] = seeing.department(template.department_id)
    row["sections"] = [
        {name: getattr(section, name) for name in sections} for section in template.sections.all()
    ]
    return without_empty(row)


def _attachments(plan: Plan) -> Iterator[Row]:
    for keys in in_batches(sorted(plan.files), BATCH):
        some = Attachment.objects.filter(key__in=keys).select_related("uploaded_by")
        rows = {row.key: row for row in some}
        old = _old_addresses("attachment_id", [row.pk for row in rows.values()])
        for key in keys:
            if key in rows:
                yield _attachment(rows[key], plan, old)


def _attachment(row: Attachment, plan: Plan, old: dict[int, list[str]]) -> Row:
    return without_empty(
        {
            "key": str(row.key),
            "file": plan.files[row.key].path,
            "name": row.name,
            "content_type": row.content_type,
            "size": row.size,
            "sha256": row.sha256,
            "department": plan.seeing.department(row.department_id),
            "uploaded_by": plan.seeing.person(row.uploaded_by),
            "uploaded_at": moment(row.uploaded_at),
            "old_addresses": old.get(row.pk),
        }
    )


def _old_addresses(field: str, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in OldAddress.objects.filter(**{f"{field}__in": ids}).order_by("key", "host"):
        found.setdefault(getattr(row, field), []).append(address_of(row.host, row.key))
    return found


def _person(person: User) -> Row:
    is_one = person.email.endswith(f"@{DOMAIN}")
    return without_empty(
        {
            "email": person.email,
            "name": person.name,
            "is_placeholder": is_one or None,
            "has_left": None if is_one or person.is_active else True,
        }
    )
