"""Who is who: of the old wiki's authors, and of those who answer for what they wrote."""

from __future__ import annotations

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree
from accounts.placeholders import placeholder
from importing.models import Choice, Import, ImportChoice


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
        if row.person_id not in self._known:
            self._known[row.person_id] = User.objects.get(pk=row.person_id)
        return self._known[row.person_id]

    def author(self, key: str) -> User | None:
        """The person, or a placeholder with their name; None where nobody is told."""
        if not key:
            return None
        return self.person(key) or self._placeholder(key)

    def name(self, key: str) -> str:
        row = self.rows.get(key)
        return (row.name if row else key)[:200]

    def owner(self, department: Department, tree: DepartmentTree) -> User:
        """The nearest manager of a department, else who answers for the import."""
        line = tree.managers_in_line(department.pk)
        if not line:
            return self.answers
        if line[0] not in self._known:
            self._known[line[0]] = User.objects.get(pk=line[0])
        return self._known[line[0]]

    def keep(self) -> None:
        self._placeholders |= self._made
        self._made = {}

    def drop(self) -> None:
        self._made = {}

    def _placeholder(self, key: str) -> User:
        known = self._placeholders.get(key) or self._made.get(key)
        if known is None:
            known = self._made[key] = placeholder(self.name(key), self.run.source, key)
        return known
