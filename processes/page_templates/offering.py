"""Which templates an author may choose from."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree, load_tree
from processes.models import ArticleTemplate, Kind, Topic

Choice = tuple[str, list[tuple[int, str]]]  # a group and its templates, as a form lists them
UNNAMED = "A template that you may not read"


def offered(
    kind: str = "",
    topic: str = "",
    department: Department | None = None,
    *,
    tree: DepartmentTree | None = None,
) -> list[ArticleTemplate]:
    """The templates for such a page, best first (one query, one more without `tree`).

    Without a kind, those of every kind; with a topic, those for any topic as well. Those of the
    department and of the ones above it, and those for the whole company: of two with the same name
    and kind the nearest alone, so that a department may have its own “Process”.
    """
    tree = tree or load_tree()
    near = [place.pk for place in tree.lineage(department.pk)] if department else []
    rows = ArticleTemplate.objects.filter(Q(department=None) | Q(department__in=near))
    rows = rows.filter(is_active=True)
    if kind:
        rows = rows.filter(kind=kind)
    if topic:
        rows = rows.filter(topic__in=("", topic))
    return _nearest(list(rows), near)


def choices(user: User, chosen: int | None = None) -> list[Choice]:
    """For a form in which kind and department may still change: what is offered anywhere that this
    person may read, in groups, and the one that is `chosen` in any case (one query)."""
    closed = user.departments.hidden_from(user)
    rows = ArticleTemplate.objects.filter(Q(is_active=True) | Q(pk=chosen))
    groups: dict[str, list[tuple[int, str]]] = {kind.label: [] for kind in Kind}
    for template in rows.select_related("department"):
        is_open = template.department_id not in closed
        if is_open or template.pk == chosen:
            label = _told_apart(template) if is_open else UNNAMED
            groups[Kind(template.kind).label].append((template.pk, label))
    return [(group, found) for group, found in groups.items() if found]


def template_of(pk: object) -> ArticleTemplate | None:
    """The template of this id, offered or not (one query, none for what is no id)."""
    if not isinstance(pk, int):
        return None
    return ArticleTemplate.objects.filter(pk=pk).first()


def _nearest(found: list[ArticleTemplate], near: list[int]) -> list[ArticleTemplate]:
    distance = {pk: steps for steps, pk in enumerate(near)}
    kept: dict[tuple[str, str], ArticleTemplate] = {}
    for template in sorted(found, key=lambda row: distance.get(row.department_id, len(near))):
        kept.setdefault((template.kind, template.name.casefold()), template)
    return [template for template in found if template in kept.values()]


def _told_apart(template: ArticleTemplate) -> str:
    about = [Topic(template.topic).label] if template.topic else []
    about += [str(template.department)] if template.department else []
    return f"{template.name} ({', '.join(about)})" if about else template.name
