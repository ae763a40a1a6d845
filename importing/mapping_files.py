"""The mapping as a table for a spreadsheet: written, filled in at leisure, and read back.

One line for each place and author of the old wiki. `Becomes` says what comes of it, `Which` names
the department (by its address, or its name if that is new) or the person (by e-mail); `Below` is
the key of the line below whose department a new one lies. Places count in the order of the lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from accounts.formulas import guarded, unguarded
from accounts.models import Department, User
from accounts.tables import reading
from importing.choosing import ChoiceChange, ChoicesRefused, choose
from importing.models import Choice, Import, ImportChoice
from importing.refusals import Refused

HEADINGS = ("What", "Key", "Name", "Pages", "Becomes", "Which", "Below")
PLACE, AUTHOR = "place", "author"
BECOMES = {
    Choice.NEW: "new department",
    Choice.DEPARTMENT: "department",
    Choice.TAG: "tag",
    Choice.LEAVE_OUT: "nothing",
    Choice.PERSON: "person",
    Choice.PLACEHOLDER: "name alone",
}
WORDS = {word: choice for choice, word in BECOMES.items()}
MOST_TOLD = 20
_Found = dict[str, tuple[int, dict[str, str]]]


def write(run: Import) -> str:
    """The mapping as it stands, as CSV with a line of headings."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(HEADINGS)
    for one in run.choices.select_related("department", "person"):
        table.writerow([guarded(str(cell)) for cell in _cells(one)])
    return out.getvalue()


def read(run: Import, content: bytes) -> int:
    """Takes a mapping over, all of it or nothing; how many lines it has. What it does not name
    stays as it is. Raises Refused, with a sentence for each of the first lines that cannot stand.
    """
    try:
        lines = _lines(reading.rows(reading.decode(content)))
    except reading.Unreadable as error:
        raise Refused(str(error)) from error
    known = {_key(one.is_author, one.key): one for one in run.choices.all()}
    _tell(
        {
            number: why
            for key, (number, cells) in lines.items()
            if (why := _odd(key in known, cells))
        }
    )
    changes, numbers = _changes(known, lines)
    try:
        choose(run, changes)
    except ChoicesRefused as refusal:
        _tell({numbers[pk]: why for pk, why in refusal.why.items()})
    return len(changes)


def _cells(one: ImportChoice) -> Iterator[object]:
    yield AUTHOR if one.is_author else PLACE
    yield one.key
    yield one.name
    yield one.uses
    yield BECOMES[Choice(one.choice)]
    if one.choice == Choice.DEPARTMENT:
        yield one.department.slug if one.department else ""
    elif one.choice == Choice.PERSON:
        yield one.person.email if one.person else ""
    else:
        yield one.new_name
    yield one.new_parent_key


def _lines(rows: Iterator[tuple[int, list[str]]]) -> _Found:
    """By what each is about: its number in the file, and its cells by heading."""
    _, first = next(rows, (0, []))
    headings = [heading.casefold() for heading in first]
    if missing := [one for one in HEADINGS if one.casefold() not in headings]:
        raise Refused(f"The first line must hold the headings; “{missing[0]}” is not there.")
    found: _Found = {}
    for number, row in rows:
        cells = {name: unguarded(cell) for name, cell in zip(headings, row, strict=False) if name}
        key = _key(cells.get("what", "").casefold() == AUTHOR, cells.get("key", ""))
        if key in found:
            raise Refused(f"Lines {found[key][0]} and {number} are about the same.")
        found[key] = number, cells
    return found


def _changes(
    known: dict[str, ImportChoice], lines: _Found
) -> tuple[dict[int, ChoiceChange], dict[int, int]]:
    """What each row is to say, by its id, and the line that says so."""
    departments = dict(Department.objects.values_list("slug", "pk"))
    emails = {cells.get("which", "").lower() for _, cells in lines.values()}
    people = {
        email.lower(): pk
        for email, pk in User.objects.filter(email__in=emails).values_list("email", "pk")
    }
    changes, numbers = {}, {}
    for rank, (key, (number, cells)) in enumerate(lines.items()):
        which = cells.get("which", "")
        changes[known[key].pk] = ChoiceChange(
            choice=WORDS[cells["becomes"].casefold()],
            rank=rank,
            department=departments.get(which),
            person=people.get(which.lower()),
            new_name=which or known[key].name,
            new_parent_key=cells.get("below", ""),
        )
        numbers[known[key].pk] = number
    return changes, numbers


def _odd(is_known: bool, cells: dict[str, str]) -> str:
    if not is_known:
        return f"The old wiki has no {cells['what'] or PLACE} “{cells.get('key', '')[:80]}”."
    if (word := cells.get("becomes", "")).casefold() not in WORDS:
        return f"“{word[:40]}” is none of: {', '.join(WORDS)}."
    return ""


def _tell(problems: dict[int, str]) -> None:
    if problems:
        told = [f"Line {number}: {why}" for number, why in sorted(problems.items())]
        more = len(told) - MOST_TOLD
        raise Refused("\n".join(told[:MOST_TOLD] + ([f"And {more} more."] if more > 0 else [])))


def _key(is_author: bool, key: str) -> str:
    return f"{AUTHOR if is_author else PLACE} {key}"
