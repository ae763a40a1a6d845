"""Who will answer for the pages that come in, told before they do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from accounts.models.tree import DepartmentTree, load_tree
from importing.models import Choice, Form, Import, ImportChoice, PageState


@dataclass(frozen=True)
class Answers:
    """`owners`: a person (None: nobody is there) and the number of pages, most first."""

    owners: list[tuple[User | None, int]]
    departments: int
    pages: int
    drafts: int


def who_answers(run: Import) -> Answers:
    """Of the new pages, by the department each goes to: its nearest manager, else the import's
    owner. A few queries, however many pages there are."""
    new = run.pages.filter(state=PageState.NEW).exclude(form=Form.REDIRECT)
    rows = new.filter(form=Form.PUBLISHED).values_list("place_key").annotate(Count("pk"))
    choices = {one.key: one for one in run.choices.filter(is_author=False)}
    tree, counted = load_tree(), Counter[int | None]()
    for place_key, count in rows.order_by():
        counted[_manager(place_key, choices, run, tree)] += count
    people = User.objects.in_bulk([pk for pk in counted if pk])
    owners = [(people.get(pk or 0), count) for pk, count in counted.most_common()]
    made = [one for one in choices.values() if one.choice == Choice.NEW]
    pages = sum(counted.values())
    return Answers(owners, len(made), pages, new.exclude(form=Form.PUBLISHED).count())


def _manager(
    place_key: str, choices: dict[str, ImportChoice], run: Import, tree: DepartmentTree
) -> int | None:
    """The number of whoever answers for pages of a place."""
    seen: set[str] = set()
    department = run.department_id
    while (one := choices.get(place_key)) and place_key not in seen:
        seen.add(place_key)
        if one.choice == Choice.DEPARTMENT:
            department = one.department_id or department
            break
        place_key = one.new_parent_key
    managers = tree.managers_in_line(department) if department else []
    return managers[0] if managers else run.owner_id
