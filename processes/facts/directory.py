"""Finding those whom facts may name, by what others call them: see `accounts.finding`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from accounts.finding import Directory, Entry, fold
from accounts.models import Department, User
from accounts.models.tree import DepartmentTree
from processes.facts.names import DEPARTMENT, PERSON, parted, reference
from processes.models import Tool, ToolStatus


@dataclass(frozen=True, slots=True)
class Named(Entry):
    """A department or a tool: it has no address, and is called by its label."""

    @property
    def label(self) -> str:
        return self.name


class Everybody(Directory):
    """The people and the departments that one person may name."""

    def meant_by(self, text: str) -> list[Entry]:
        """A department's name alone will do where nobody else is called so."""
        called = fold(text)
        return super().meant_by(text) or [
            entry
            for entry in self.entries
            if isinstance(entry, Named) and called == fold(entry.name.removesuffix(SUFFIX))
        ]


SUFFIX = " (department)"


def everybody(user: User, present: Collection[str] = ()) -> Everybody:
    """Everybody whom this person may name in a role (one query). People who left count as active
    where they are `present` already: nobody has to take them out to mend something else."""
    here = [pk for what, pk in filter(None, map(parted, present)) if what == PERSON]
    people = [
        replace(entry, is_active=entry.is_active or reference(PERSON, entry.pk) in present)
        for entry in Directory.load(known_to=user, besides=here).entries
    ]
    tree = user.departments
    closed = tree.hidden_from(user)
    labels = department_labels(tree)
    places = [
        Named(pk, labels[pk], "", place.description, True)
        for pk, place in tree.by_id.items()
        if pk not in closed
    ]
    return Everybody([*places, *people])


def tools(user: User) -> Directory:
    """The tools that this person may name, those that are retired last (one query). Where two
    departments call theirs the same, each with its department."""
    rows = Tool.objects.order_by("name_key").values_list(
        "pk", "name", "purpose", "status", "department"
    )
    closed = user.departments.hidden_from(user)
    open_rows = [row for row in rows if row[-1] not in closed]
    names = Counter(fold(row[1]) for row in open_rows)
    found = []
    for pk, name, purpose, status, department in open_rows:
        place = user.departments.by_id[department]
        label = f"{name} ({place.name})" if names[fold(name)] > 1 else name
        entry = Named(pk, label, "", _about(purpose, status), True)
        found.append((status == ToolStatus.RETIRED, entry))
    return Directory(entry for _, entry in sorted(found, key=lambda each: each[0]))


def department_labels(tree: DepartmentTree) -> dict[int, str]:
    """What stands for each department in a list of people: where two have the same name, with the
    name of the one above."""
    names = Counter(fold(place.name) for place in tree.by_id.values())
    return {
        pk: f"{_with_above(place, tree) if names[fold(place.name)] > 1 else place.name}{SUFFIX}"
        for pk, place in tree.by_id.items()
    }


def referred(entry: Entry) -> str:
    """How facts name somebody of `everybody`."""
    return reference(DEPARTMENT if isinstance(entry, Named) else PERSON, entry.pk)


def _with_above(place: Department, tree: DepartmentTree) -> str:
    return " / ".join(each.name for each in reversed(tree.lineage(place.pk)[:2]))


def _about(purpose: str, status: str) -> str:
    return purpose if status == ToolStatus.IN_USE else f"{ToolStatus(status).label}: {purpose}"
