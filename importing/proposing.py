"""What the mapping says before anybody changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounts.models import Department, User
from accounts.models.tree import load_tree
from accounts.reorganising import MAX_DEPTH
from importing.batches import in_batches
from importing.departments import ROOT, slugs_for
from importing.models import Choice, Import, ImportChoice, Stage
from importing.source import Author, Place
from importing.staging import Staged
from processes.text.rendering import fold

NEW_NAME_LENGTH = 100
ASKED_AT_ONCE = 500


def propose(run: Import, staged: Staged) -> None:
    """Writes the mapping anew: a row for each place and each author that is there or is named.

    What an earlier import of the same old wiki became is used again; then departments of the same
    name or address below the import's own; the others become new ones. Authors are known by their
    e-mail address alone.
    """
    run.choices.all().delete()
    for author in staged.written:
        staged.authors.setdefault(author, Author(author, author))
    for place in staged.uses:
        staged.places.setdefault(place, Place(place, place[:300]))
    rows = [*_Places(run, staged).rows(), *_authors(run, staged)]
    ImportChoice.objects.bulk_create(rows, 500)


class _Places:
    def __init__(self, run: Import, staged: Staged) -> None:
        self.run, self.staged = run, staged
        self.tree = load_tree()
        self.earlier = dict(_of_earlier_imports(run, is_author=False))
        self.rows_by_key: dict[str, ImportChoice] = {}
        self.depths: dict[str, int] = {}
        self.used = self._used()

    def rows(self) -> list[ImportChoice]:
        root = self._root()
        for key in self.staged.places:
            self._choose(key)
        rows = sorted(self.rows_by_key.values(), key=lambda row: -row.uses)
        for rank, row in enumerate(rows, start=1):
            row.rank = rank
        self._no_empty_departments()
        return [*root, *rows]

    def _no_empty_departments(self) -> None:
        """A category whose pages all stand in another one as well, that has more of them, would be
        a department with nothing in it: it becomes a tag."""
        lands: set[str] = set()
        for places in self.run.pages.values_list("places", flat=True).iterator(ASKED_AT_ONCE):
            filed = [self.rows_by_key[key] for key in places if key in self.rows_by_key]
            filed = [row for row in filed if row.choice in (Choice.NEW, Choice.DEPARTMENT)]
            place = min(filed, key=lambda row: row.rank).key if filed else ""
            while place and place not in lands:
                lands.add(place)
                place = self.rows_by_key[place].new_parent_key
        for row in self.rows_by_key.values():
            if row.choice == Choice.NEW and row.key not in lands:
                row.choice, row.new_name, row.new_parent_key = Choice.TAG, "", ""

    def _root(self) -> list[ImportChoice]:
        """The department for all of it, where that is still to be made."""
        name = self.run.told.get("asked", {}).get("new_department", "")
        if self.run.department_id or not name:
            return []
        name = name[:NEW_NAME_LENGTH]
        return [ImportChoice(run=self.run, key=ROOT, name=name, choice=Choice.NEW, new_name=name)]

    def _used(self) -> set[str]:
        """Places that have pages, and those above them."""
        used: set[str] = set()
        for key, uses in self.staged.uses.items():
            while uses and key in self.staged.places and key not in used:
                used.add(key)
                key = self.staged.places[key].parent
        return used

    def _choose(self, key: str) -> None:
        """Those above first; a circle ends where it began."""
        line: list[Place] = []
        seen: set[str] = set()
        while key in self.staged.places and key not in self.rows_by_key and key not in seen:
            seen.add(key)
            line.append(self.staged.places[key])
            key = line[-1].parent
        for place in reversed(line):
            self.rows_by_key[place.key] = self._row(place)

    def _row(self, place: Place) -> ImportChoice:
        row = ImportChoice(
            run=self.run,
            key=place.key,
            name=place.name,
            parent_key=place.parent,
            uses=self.staged.uses[place.key],
        )
        if department := self._earlier_department(place.key):
            row.choice, row.department = Choice.DEPARTMENT, department
        elif place.key not in self.used:
            row.choice = Choice.LEAVE_OUT
        elif place.suggests_tag:
            row.choice = Choice.TAG
        else:
            self._file(row, place)
        return row

    def _earlier_department(self, key: str) -> Department | None:
        return self.tree.by_id.get(self.earlier.get(key, 0))

    def _file(self, row: ImportChoice, place: Place) -> None:
        above = self._above(place)
        if known := self._known(place, above):
            row.choice, row.department = Choice.DEPARTMENT, known
            return
        depth = self._depth(above) + 1
        if depth > MAX_DEPTH:
            row.choice = Choice.TAG
            return
        self.depths[place.key] = depth
        row.choice = Choice.NEW
        row.new_name = (place.name or place.key)[:NEW_NAME_LENGTH]
        row.new_parent_key = above.key if above else ""
        self._tell_apart(row)

    def _tell_apart(self, row: ImportChoice) -> None:
        """Two places of one name would be two departments of one name side by side."""
        names = {
            fold(other.new_name)
            for other in self.rows_by_key.values()
            if other.choice == Choice.NEW and other.new_parent_key == row.new_parent_key
        }
        name, number = row.new_name, 1
        while fold(row.new_name) in names:
            number += 1
            row.new_name = f"{name[: NEW_NAME_LENGTH - 6]} ({number})"

    def _above(self, place: Place) -> ImportChoice | None:
        """The nearest place above that becomes a department."""
        seen = {place.key}
        key = place.parent
        while key not in seen and (row := self.rows_by_key.get(key)):
            if row.choice in (Choice.NEW, Choice.DEPARTMENT):
                return row
            seen.add(key)
            key = row.parent_key
        return None

    def _known(self, place: Place, above: ImportChoice | None) -> Department | None:
        """One of this name or address where it would be made."""
        parent = above.department if above else self.run.department
        if parent is None and (above is not None or self._root()):
            return None
        here = self.tree.children(parent.pk if parent else None)
        above_it = parent.slug if parent else ""
        folder = place.key.rstrip("/").rpartition("/")[2]
        slugs = [*slugs_for(folder, above_it), *slugs_for(place.name, above_it)]
        same = [one for one in here if one.slug in slugs]
        same += [one for one in here if fold(one.name) == fold(place.name)]
        return same[0] if same else None

    def _depth(self, above: ImportChoice | None) -> int:
        if above is not None and above.choice == Choice.NEW:
            return self.depths[above.key]
        department = above.department if above else self.run.department
        return len(self.tree.lineage(department.pk)) if department else len(self._root())


def _authors(run: Import, staged: Staged) -> Iterator[ImportChoice]:
    earlier = dict(_of_earlier_imports(run, is_author=True))
    people = _people([author.email for author in staged.authors.values() if author.email])
    ordered = sorted(staged.authors.values(), key=lambda author: -staged.written[author.key])
    for rank, author in enumerate(ordered, start=1):
        person = earlier.get(author.key) or people.get(author.email)
        yield ImportChoice(
            run=run,
            is_author=True,
            key=author.key,
            name=author.name,
            email=author.email,
            uses=staged.written[author.key],
            rank=rank,
            choice=Choice.PERSON if person else Choice.PLACEHOLDER,
            person_id=person,
        )


def _people(emails: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in in_batches(emails, ASKED_AT_ONCE):
        rows = User.objects.filter(email__in=some).values_list("email", "pk")
        found |= {email.lower(): pk for email, pk in rows}
    return found


def _of_earlier_imports(run: Import, *, is_author: bool) -> Iterable[tuple[str, int]]:
    """By key; of several imports, what the latest says."""
    target = "person" if is_author else "department"
    earlier = ImportChoice.objects.filter(
        run__source=run.source, run__stage=Stage.APPLIED, is_author=is_author
    ).exclude(run=run)
    if not is_author and run.department_id:
        earlier = earlier.filter(run__department=run.department_id)
    known = earlier.filter(**{f"{target}__isnull": False}).order_by("run__applied_at", "run_id")
    return known.values_list("key", target)
