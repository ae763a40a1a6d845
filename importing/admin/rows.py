"""The rows of the mapping: drawn as fields of a form, and read from what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from accounts.finding import Directory, label
from accounts.models import Department
from accounts.tables.cells import Refused
from accounts.tables.places import Places, told
from importing.choosing import ChoiceChange
from importing.models import Choice, Import, ImportChoice

PLACE_CHOICES = (
    (Choice.NEW, "a new department"),
    (Choice.DEPARTMENT, "an existing department"),
    (Choice.TAG, "a tag"),
    (Choice.LEAVE_OUT, "nothing: left out"),
)
AUTHOR_CHOICES = (
    (Choice.PERSON, "somebody who is here"),
    (Choice.PLACEHOLDER, "a name alone"),
)
# What a new department may lie below.
DEPARTMENTS = (Choice.NEW, Choice.DEPARTMENT)
OF_PLACES = ("key", "name", "parent_key", "choice")
FIELDS = ("choice", "target", "new", "below", "rank")
MOST_RANK = 100_000
NEAR = 3  # names above a place that are shown


@dataclass
class Row:
    """One line; `target` is the department or the person as they are typed."""

    choice: ImportChoice
    way: str = ""
    target: str = ""
    below: list[tuple[str, str]] = field(default_factory=list)
    error: str = ""


class Rows:
    """Those of one page, with what it takes to show and to understand them."""

    def __init__(self, run: Import, choices: Iterable[ImportChoice], *, is_author: bool) -> None:
        self.run, self.choices, self.is_author = run, list(choices), is_author
        places = run.choices.filter(is_author=False).values_list(*OF_PLACES)
        rows = [] if is_author else list(places)
        self.names = {key: (name, parent) for key, name, parent, _ in rows}
        self.above = {key for key, *_, choice in rows if choice in DEPARTMENTS}
        self.places = Places([]) if is_author else Places(Department.objects.order_by("pk"))
        self.departments = {one.pk: one for one in self.places.all}

    def drawn(self) -> list[Row]:
        return [self._row(one) for one in self.choices]

    def offered(self) -> list[str]:
        """Every department as one may type it."""
        return sorted(self._called(one) for one in self.places.all)

    def read(self, sent: QueryDict) -> tuple[dict[int, ChoiceChange], list[Row]]:
        """What is wanted of each, and the rows as they were filled in, with what is wrong."""
        changes, rows = {}, []
        directory = Directory.load() if self.is_author else Directory([])
        for one in self.choices:
            told_of = {name: sent.get(f"{name}-{one.pk}", "").strip() for name in FIELDS}
            row = self._typed(one, told_of)
            rows.append(row)
            try:
                changes[one.pk] = self._change(one, told_of, directory)
            except Refused as why:
                row.error = str(why)
        return changes, rows

    def _row(self, one: ImportChoice) -> Row:
        department = self.departments.get(one.department_id or 0)
        target = self._called(department) if department else ""
        if one.is_author:
            target = label(one.person) if one.person else one.email
        return Row(one, self._way(one), target, self._below(one))

    def _typed(self, one: ImportChoice, sent: Mapping[str, str]) -> Row:
        """The row, with what was typed instead of what is stored."""
        row = self._row(one)
        one.choice, one.new_name = sent["choice"], sent["new"]
        if sent["below"] in dict(row.below):
            one.new_parent_key = sent["below"]
        row.target = sent["target"]
        return row

    def _change(
        self, one: ImportChoice, sent: Mapping[str, str], directory: Directory
    ) -> ChoiceChange:
        choice = sent["choice"]
        if choice not in dict(AUTHOR_CHOICES if self.is_author else PLACE_CHOICES):
            raise Refused("Choose what becomes of it.")
        return ChoiceChange(
            choice=Choice(choice),
            rank=_rank(sent["rank"], one.rank),
            department=self._department(sent["target"]) if choice == Choice.DEPARTMENT else None,
            person=_person(sent["target"], directory) if choice == Choice.PERSON else None,
            new_name=sent["new"] if choice == Choice.NEW else "",
            new_parent_key=one.new_parent_key if choice == Choice.NEW else "",
        )

    def _department(self, text: str) -> int:
        if not text:
            raise Refused("Which department?")
        if found := self.places.find(text):
            return found.pk
        raise Refused(f"There is no department “{text[:80]}”.")

    def _called(self, department: Department) -> str:
        """As it is written and found again; a name may hold what stands between names."""
        path = told(department)
        try:
            return path if self.places.find(path) is department else department.slug
        except Refused:
            return department.slug

    def _way(self, one: ImportChoice) -> str:
        """What it lies below on the old wiki: “Guides › Laptops”."""
        names: list[str] = []
        key, seen = one.parent_key, {one.key}
        while key in self.names and key not in seen:
            seen.add(key)
            name, key = self.names[key]
            names.append(name)
        return " › ".join([*(["…"] if len(names) > NEAR else []), *reversed(names[:NEAR])])

    def _below(self, one: ImportChoice) -> list[tuple[str, str]]:
        """What a new department may lie below."""
        top = f"below {self.run.department}" if self.run.department else "at the top"
        keys = dict.fromkeys(key for key in (one.parent_key, one.new_parent_key) if key)
        return [("", top), *((k, f"below {self.names[k][0]}") for k in keys if k in self.above)]


def _rank(text: str, before: int) -> int:
    if not text:
        return before
    if not text.isdecimal() or len(text) > 6 or int(text) > MOST_RANK:
        raise Refused("The order is a number.")
    return int(text)


def _person(text: str, directory: Directory) -> int:
    """Whoever wrote it may have left since."""
    if not text:
        raise Refused("Who? Write a name or an e-mail address.")
    meant = directory.meant_by(text)
    if not meant:
        raise Refused(f"Nobody here is called “{text[:80]}”. Or take the name alone.")
    if len(meant) > 1:
        addresses = ", ".join(entry.email for entry in meant[:5])
        raise Refused(f"Several people are called so. Write the e-mail address: {addresses}.")
    return meant[0].pk
