"""Who is who: of the old wiki's authors, and of those who answer for what they wrote."""

from __future__ import annotations

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree
from accounts.placeholders import placeholder
from importing.models import Choice, Import, ImportChoice
from importing.refusals import Refused

NO_OWNER = "Nobody could own the pages: say who answers where a department has no manager."


class People:
    """Of one run; `answers` is who does where a department has no manager.

    What a transaction made is remembered once that has committed (`keep`)."""

    def __init__(self, run: Import, answers: User) -> None:
        self.run, self.answers = run, answers
        rows = run.choices.filter(is_author=True)
        self.rows: dict[str, ImportChoice] = {row.key: row for row in rows}
        self._known: dict[int, User] = {}
        self._placeholders: dict[str, User] = {}
        self._made: dict[str, User] = {}

    @property
    def by(self) -> User:
        """Who brings it: whoever began the import, else who answers for it."""
        made_by = self.run.made_by
        return made_by if made_by is not None and made_by.is_active else self.answers

    def person(self, key: str) -> User | None:
        """Somebody who is here, as the mapping says."""
        row = self.rows.get(key)
        if row is None or row.choice != Choice.PERSON or row.person_id is None:
            return None
        return self._read(row.person_id)

    def author(self, key: str) -> User | None:
        """The person, or a placeholder with their name; None where nobody is told."""
        if not key:
            return None
        return self.person(key) or self._placeholder(key)

    def name(self, key: str) -> str:
        row = self.rows.get(key)
        return (row.name if row else key)[:200]

    def owner(self, department: Department, tree: DepartmentTree) -> User:
        """The nearest manager of a department, else who answers for the import. Raises Refused
        where that one is gone meanwhile."""
        if line := tree.managers_in_line(department.pk):
            return self._read(line[0])
        if not User.objects.active().filter(pk=self.answers.pk).exists():
            raise Refused(NO_OWNER)
        return self.answers

    def keep(self) -> None:
        self._placeholders |= self._made
        self._made = {}

    def drop(self) -> None:
        self._made = {}

    def _read(self, pk: int) -> User:
        if pk not in self._known:
            self._known[pk] = User.objects.get(pk=pk)
        return self._known[pk]

    def _placeholder(self, key: str) -> User:
        known = self._placeholders.get(key) or self._made.get(key)
        if known is None:
            known = self._made[key] = placeholder(self.name(key), self.run.source, key)
        return known
