"""Which department each place of the old wiki becomes: planned by a trial, then made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import auditing
from accounts.models import Department, DepartmentAddress
from accounts.models.department import RESERVED_SLUGS
from accounts.models.tree import DepartmentTree, load_tree
from accounts.reorganising import became, check_new_place, lock_tree
from importing.batches import in_batches
from importing.models import Choice, Import
from importing.refusals import Refused
from processes.text.rendering import slugify

# The row, and the place, of what is in none: the import's own department.
ROOT = ""
# Before the name of a tag, in the key of what was none but a tag in the old wiki.
TAG = "# "
SLUG_LENGTH = 60
LAST_POSITION = 32_767
LOT = 50  # departments made in one transaction: nobody waits long for the tree


@dataclass(slots=True)
class Planned:
    """A department for a place. `pk` is None as long as it has to be made; `parent` is the place
    above it, None for the import's own department or the top."""

    key: str
    name: str
    slug: str
    pk: int | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a page goes: `place` None is nowhere, and `why` says so. `tags` by name."""

    place: str | None
    tags: tuple[str, ...] = ()
    why: str = ""


class Departments:
    """The mapping of one import as it stands: a few queries, then none."""

    def __init__(self, run: Import) -> None:
        self.run = run
        self.rows = {row.key: row for row in run.choices.filter(is_author=False)}
        self.tree = load_tree()
        self.taken = _taken(self.tree)
        self.planned: dict[str, Planned] = {}
        if (root := self._own()) is not None:
            self.planned[ROOT] = root
        for row in sorted(self.rows.values(), key=lambda row: (row.rank, row.pk)):
            self._plan(row.key)

    def file(self, places: Sequence[str], tags: Iterable[str] = ()) -> Filed:
        """Where a page of these places goes: of its departments the first by rank; the others
        become tags, but for those above the chosen one and those to be left out."""
        known = [self.rows[key] for key in places if key in self.rows]
        ranked = sorted(known, key=lambda row: row.rank)
        chosen = next((row.key for row in ranked if row.key in self.planned), None)
        if chosen is None and known and all(row.choice == Choice.LEAVE_OUT for row in known):
            return Filed(None, why="What it stands in was chosen to be left out.")
        if chosen is None and any(row.choice == Choice.DEPARTMENT for row in known):
            return Filed(None, why="The department that was chosen for it is not there any more.")
        place = ROOT if chosen is None else chosen
        if place not in self.planned:
            return Filed(None, why="It stands in nothing that becomes a department.")
        above = set(self._line(place))
        others = [
            row.name for row in ranked if row.key not in above and row.choice != Choice.LEAVE_OUT
        ]
        return Filed(place, tuple(dict.fromkeys([*tags, *others])))

    def tag_of(self, place: str) -> str:
        """The tag that a place becomes, "" where it becomes none."""
        row = self.rows.get(place)
        if row is None and place.startswith(TAG):
            return place.removeprefix(TAG)
        return row.name if row is not None and row.choice == Choice.TAG else ""

    def department(self, place: str) -> Department | None:
        """The department of a place, where it is there."""
        planned = self.planned.get(place)
        return self.tree.by_id.get(planned.pk or 0) if planned else None

    def now(self, place: str) -> Department | None:
        """The same as the database has it this moment, held until the caller's transaction ends;
        what was merged into another department is that one (one query, mostly)."""
        planned = self.planned.get(place)
        pk = planned.pk if planned else None
        while pk is not None:
            held = Department.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if held is not None:
                return held
            # That one may be merged into a third before it is held.
            pk, before = became([planned.pk]).get(planned.pk), pk
            pk = None if pk == before else pk
        return None

    def make(self, tell: Callable[[], None] = lambda: None) -> int:
        """Makes those that are missing, each below what it is to lie below; how many that were.

        Some at a time, each lot in a transaction, after which `tell` is called; a second time there
        is nothing to make. Raises Refused.
        """
        missing = [one for one in self.planned.values() if one.pk is None]
        for lot in in_batches(missing, LOT):
            with transaction.atomic():
                lock_tree()
                for one in lot:
                    self._make(one)
            tell()
        if missing:
            self.tree = load_tree()
        return len(missing)

    def _make(self, planned: Planned) -> None:
        parent = self._parent_of(planned)
        try:
            check_new_place(parent)
        except ValidationError as error:
            raise Refused(f"{planned.name}: {' '.join(error.messages)}") from error
        department = Department.objects.create(
            name=planned.name,
            slug=planned.slug,
            parent=parent,
            manager=None if parent else self.run.owner,
            position=0 if parent else _last_position(),
        )
        auditing.record("department_changed", by=self.run.made_by, what=department, made=True)
        planned.pk = department.pk
        self.run.choices.filter(is_author=False, key=planned.key).update(department=department)
        if planned.key == ROOT:
            self.run.department = department
            self.run.save(update_fields=["department"])

    def _parent_of(self, planned: Planned) -> Department | None:
        above = self.planned.get(planned.parent if planned.parent is not None else ROOT)
        if above is None or above is planned:
            return None
        return Department.objects.get(pk=above.pk)

    def _own(self) -> Planned | None:
        """The department for all of it: the one that was chosen, or the one to be made."""
        own = self.run.department
        if own is not None:
            return Planned(ROOT, own.name, own.slug, own.pk)
        row = self.rows.get(ROOT)
        if row is None:
            return None
        return Planned(ROOT, row.new_name, self._take(slugs_for(row.new_name, "")))

    def _plan(self, key: str) -> Planned | None:
        """Those above first, which the check of the mapping keeps from going round."""
        if key in self.planned or key not in self.rows or key == ROOT:
            return self.planned.get(key)
        row = self.rows[key]
        known = self.tree.by_id.get(row.department_id or 0)
        if row.choice in (Choice.DEPARTMENT, Choice.NEW) and known is not None:
            self.planned[key] = Planned(key, known.name, known.slug, known.pk)
        elif row.choice == Choice.NEW:
            above = self._plan(row.new_parent_key) or self.planned.get(ROOT)
            wanted = slugs_for(row.new_name, above.slug if above else "")
            parent = above.key if above else None
            self.planned[key] = Planned(key, row.new_name, self._take(wanted), None, parent)
        return self.planned.get(key)

    def _take(self, wanted: Sequence[str]) -> str:
        slug = _free(wanted, self.taken)
        self.taken.add(slug)
        return slug

    def _line(self, key: str) -> Iterable[str]:
        seen: set[str] = set()
        while key in self.rows and key not in seen:
            seen.add(key)
            yield key
            key = self.rows[key].parent_key


def slugs_for(name: str, parent: str) -> list[str]:
    """Addresses for a new department, the best first: by its name, and with what it lies below."""
    plain = slugify(name, fallback="folder")
    return [_cut(slug) for slug in (plain, f"{parent}-{plain}" if parent else plain)]


def root_slug(name: str) -> str:
    """The address that a new department of this name gets at the top."""
    return _free(slugs_for(name, ""), _taken(load_tree()))


def _free(wanted: Sequence[str], taken: set[str]) -> str:
    """The first free address: as wanted, else numbered."""
    slug = next((one for one in wanted if one not in taken), "")
    number = 2
    while not slug or slug in taken:
        slug = f"{_cut(wanted[-1], 5)}-{number}"
        number += 1
    return slug


def _taken(tree: DepartmentTree) -> set[str]:
    old = DepartmentAddress.objects.values_list("slug", flat=True)
    return {*RESERVED_SLUGS, *tree.shape.by_slug, *old}


def _cut(slug: str, room: int = 0) -> str:
    return slug[: SLUG_LENGTH - room].strip("-")


def _last_position() -> int:
    """Behind the departments that are there: the company's own order stays as it is."""
    last = Department.objects.filter(parent=None).aggregate(Max("position"))["position__max"]
    return min((last or 0) + 10, LAST_POSITION)
