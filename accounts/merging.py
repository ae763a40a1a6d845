"""Two departments become one: what of it concerns people, the tree and its addresses.

Pages and all that hangs on them go first (see processes.reorganising), as a department that has
anything left is not taken away.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import SET_NULL, Q

from accounts.auditing import record
from accounts.models import Admission, Department, DepartmentAddress, User
from accounts.models.tree import DepartmentTree
from accounts.reorganising import MAX_DEPTH

# What goes with a department that is no more, because nothing is lost by it.
GOES_ALONG = {"accounts.DepartmentAddress"}


def new_parents(tree: DepartmentTree, department: Department, into: Department) -> dict:
    """The parent, by id, of each department whose place changes when one becomes part of another.

    What lay below the one lies below the other. Where the other lies below the one itself, the
    branch that leads to it goes up to where the one was. Raises ValidationError where the two are
    the same, or the tree would be too deep.
    """
    if department.pk == into.pk:
        raise ValidationError("A department cannot be merged into itself.")
    line = tree.shape.lineages[into.pk]
    below = tree.shape.children.get(department.pk, ())
    parents = {pk: department.parent_id if pk in line else into.pk for pk in below}
    _only_so_deep(tree, parents)
    return parents


def take_people(department: Department, into: Department, by: User, *, admits: bool) -> None:
    """Its people become members of the other, and what lay below it lies below that. Whoever was
    admitted to it is admitted there (`admits`), or not any more."""
    User.objects.filter(department=department).update(department=into)
    mine = Admission.objects.filter(department=department)
    for admission in mine.select_related("group"):
        what = f"{department}, merged into {into}"
        told = {"admitted": admits, "group": str(admission.group or "")}
        record("admission_changed", by=by, about=admission.person, what=what, **told)
    there = Admission.objects.filter(department=into)
    known = Q(person__in=there.exclude(person=None).values("person"))
    known |= Q(group__in=there.exclude(group=None).values("group"))
    (mine.filter(known) if admits else mine).delete()
    mine.update(department=into)


def move_branches(parents: dict[int, int | None]) -> None:
    """Gives these departments their new parents."""
    for pk, parent in parents.items():
        Department.objects.filter(pk=pk).update(parent=parent)


def take_away(department: Department, into: Department, by: User) -> None:
    """The department is no more: its addresses of any time lead to the other, its number means the
    other wherever it is written, and what only named it names the other. Raises ValidationError
    where anything is left in it."""
    if left := what_is_left(department):
        raise ValidationError(f"{department} still has {', '.join(left)}.")
    _name_the_other(department, into)
    number, slug = department.pk, department.slug
    DepartmentAddress.objects.filter(department=department).update(department=into)
    DepartmentAddress.objects.update_or_create(
        slug=slug, defaults={"department": into, "merged_id": number}
    )
    facts = {"address": slug, "number": number, "manager": department.manager_id}
    record("departments_merged", by=by, what=f"{department} into {into}", into=into.pk, **facts)
    department.delete()


def what_is_left(department: Department) -> list[str]:
    """Names of the tables that still speak of it, whoever added them: a cascade would take their
    rows along without a word."""
    return [
        str(relation.related_model._meta.verbose_name_plural)
        for relation in Department._meta.related_objects
        if relation.related_model._meta.label not in GOES_ALONG
        and relation.related_model._default_manager.filter(
            **{relation.field.name: department}
        ).exists()
    ]


def _name_the_other(department: Department, into: Department) -> None:
    """Rows that would forget which department they meant, whoever added them."""
    for relation in Department._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is SET_NULL and relation.auto_created:
            rows = relation.related_model._base_manager
            name = relation.field.name
            rows.filter(**{name: department}).update(**{name: into})


def _only_so_deep(tree: DepartmentTree, parents: dict[int, int | None]) -> None:
    above = {pk: line[1] if line[1:] else None for pk, line in tree.shape.lineages.items()}
    above |= parents
    for start in above:
        depth, pk = 0, start
        while pk is not None:
            depth, pk = depth + 1, above[pk]
        if depth > MAX_DEPTH:
            raise ValidationError(f"Departments lie at most {MAX_DEPTH} deep.")
