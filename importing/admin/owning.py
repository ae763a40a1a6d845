"""Who will answer for the pages that come in, told before they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from accounts.models.tree import DepartmentTree, load_tree
from importing.models import Choice, Form, Import, ImportChoice, PageState


@dataclass(frozen=True)
class Answers:
    """`owners`: a person (None: nobody is there) and the number of pages, most first. `empty` are
    those of the new departments that get no page, since each page goes into one only."""

    owners: list[tuple[User | None, int]]
    departments: int
    empty: int
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
    made = {key for key, one in choices.items() if _is_to_be_made(one)}
    empty = made - _used(new.values_list("place_key", flat=True).distinct().order_by(), choices)
    pages, drafts = sum(counted.values()), new.exclude(form=Form.PUBLISHED).count()
    return Answers(owners, len(made), len(empty), pages, drafts)


def _is_to_be_made(one: ImportChoice) -> bool:
    return one.choice == Choice.NEW and one.department_id is None


def _used(places: Iterable[str], choices: dict[str, ImportChoice]) -> set[str]:
    """Those places that pages go to, and what these lie below."""
    used: set[str] = set()
    for place in places:
        while place in choices and place not in used:
            used.add(place)
            place = choices[place].new_parent_key
    return used


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
