"""What merging two departments will do, told before it is done. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts import merging, readerships
from accounts.models import Admission, Department, DepartmentAddress, User
from accounts.models.tree import DepartmentTree, load_tree
from accounts.readerships import Otherwise, Readers
from processes.models import (
    Article,
    ArticleTemplate,
    EntryProposal,
    EntryState,
    Proposal,
    RuleSetting,
    Term,
    Tool,
    Transfer,
)
from processes.reorganising import addresses, belongings
from processes.workflow.refusals import Incomplete


@dataclass(frozen=True)
class Prospect:
    """`counts` says how much of what goes along; `notes` are sentences on what ends or changes.

    `renamed`: title, old and new last part of the address of pages whose address is taken there.
    `entries`: terms and tools whose name is, with their new name. `opens`: department by
    department, how many people will read its pages who may not now.
    """

    parents: dict[int, int | None]
    counts: list[tuple[str, int]]
    renamed: list[tuple[str, str, str]]
    entries: list[tuple[str, str]]
    notes: list[str]
    admitted: int
    opens: list[tuple[Department, int]]
    closes: list[tuple[Department, int]]

    @property
    def is_opening(self) -> bool:
        return bool(self.opens)


def look(department: Department, into: Department, *, admits: bool = False) -> Prospect:
    """Raises Incomplete where the two cannot be merged. Some twenty queries, however much there is
    in the department."""
    tree = load_tree()
    try:
        parents = merging.new_parents(tree, department, into)
    except ValidationError as refusal:
        raise Incomplete(" ".join(refusal.messages)) from None
    merged = (department.pk, into.pk)
    readers = readerships.compare(tree, Otherwise(parents, merged, admits))
    return Prospect(
        parents=parents,
        counts=_counts(department, len(parents)),
        renamed=_renamed(department, into),
        entries=_entries(department, into),
        notes=_notes(tree, department, into),
        admitted=Admission.objects.filter(department=department).count(),
        opens=told(tree, readers.gained),
        closes=told(tree, readers.lost),
    )


def told(tree: DepartmentTree, numbers: Readers | dict) -> list[tuple[Department, int]]:
    """Departments by name, each with its number of people."""
    found = [(tree.by_id[pk], number) for pk, number in numbers.items() if number]
    return sorted(found, key=lambda pair: pair[0].name)


def _counts(department: Department, below: int) -> list[tuple[str, int]]:
    pages = Article.objects.filter(department=department)
    proposed = EntryProposal.objects.filter(department=department, state=EntryState.PENDING)
    counted = [
        ("pages", pages.filter(version__gt=0).count()),
        ("pages not published yet", pages.filter(version=0).count()),
        ("open proposals", Proposal.objects.open().filter(article__in=pages).count()),
        ("people", User.objects.filter(department=department).count()),
        ("departments below", below),
        ("terms", Term.objects.filter(department=department).count()),
        ("tools", Tool.objects.filter(department=department).count()),
        ("proposed terms and tools", proposed.count()),
        ("templates", ArticleTemplate.objects.filter(department=department).count()),
        ("pinned pages", department.pins.count()),
        ("followers", department.follows.count()),
        ("pages offered to it", Transfer.objects.open().filter(department=department).count()),
        ("old addresses", DepartmentAddress.objects.filter(department=department).count()),
    ]
    return [(name, number) for name, number in counted if number]


def _renamed(department: Department, into: Department) -> list[tuple[str, str, str]]:
    names = addresses.renamed(department, into)
    pages = Article.objects.filter(pk__in=names).order_by("title_key")
    return [(p.title, p.slug, names[p.pk]) for p in pages.only("title", "slug")]


def _entries(department: Department, into: Department) -> list[tuple[str, str]]:
    found = []
    for model in (Term, Tool):
        there = model.objects.filter(department=into).values("name_key")
        for entry in model.objects.filter(department=department, name_key__in=there):
            found.append((entry.name, belongings.name_there(entry, department, into)))
    return found


def _notes(tree: DepartmentTree, department: Department, into: Department) -> list[str]:
    notes = []
    manager, other = department.manager, into.manager
    if manager and manager != other:
        after = f"{other} answers for all of it" if other else f"{into} has no manager of its own"
        notes.append(f"{manager} is not its manager any more: {after}.")
    if tree.four_eyes(department.pk) and not tree.four_eyes(into.pk):
        notes.append(f"{department} asks for four eyes and {into} does not: the rule ends.")
    if rules := RuleSetting.objects.filter(department=department).count():
        end = (
            "setting of the writing rules ends"
            if rules == 1
            else "settings of the writing rules end"
        )
        notes.append(f"{rules} {end}: those of {into} hold.")
    if department.review_months != into.review_months:
        notes.append(f"Pages are reviewed every {into.review_months} months from now on.")
    return notes
